import Foundation
import Testing

@Suite struct SecurityPageTests {
    @Test("The tests that the page on security names are there")
    func named() throws {
        let tree = try SourceTree()
        let page = try String(contentsOf: tree.root.appending(path: "docs/security.md"), encoding: .utf8)
        let names = page.split(separator: "“").dropFirst().compactMap { $0.split(separator: "”").first }
        #expect(names.count > 15)
        let tests = try (tree.documents(in: "Tests") + tree.documents(in: "Plugins")).map(\.text)
        for name in names {
            #expect(tests.contains { $0.contains("(\"\(name)\"") || $0.contains("\"\(name)\"\n") }, "\(name)")
        }
    }
}
