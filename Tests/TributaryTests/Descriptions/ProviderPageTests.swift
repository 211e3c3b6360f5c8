import ConnectorKit
import Foundation
import Host
import Testing

@testable import tributary

@Suite struct ProviderPageTests {
    private static let package = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    private static let renews = ProcessInfo.processInfo.environment["TRIBUTARY_RENEW"] != nil

    @Test(
        "a provider's page under docs/providers says what the provider declares",
        arguments: builtInProviders.providers.map(\.descriptor.id))
    func stale(_ id: String) throws {
        let page = ProviderPage.markdown(try #require(builtInProviders[id]))
        let file = Self.package.appending(path: "docs/providers/\(id).md")
        if Self.renews {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(page.utf8).write(to: file)
        }
        // A provider is added by its folder and its name on the list alone; its page can follow.
        guard let found = try? String(contentsOf: file, encoding: .utf8) else { return }
        #expect(
            found == page,
            "docs/providers/\(id).md is stale; renew it by: TRIBUTARY_RENEW=1 swift test --filter ProviderPageTests"
        )
    }

    @Test("a provider with a page there brings its texts in every language of the console")
    func translated() throws {
        let languages = try Self.names(in: "Sources/Console/Messages").subtracting(["en"])
        let documented = try Self.names(in: "docs/providers")
        for descriptor in builtInProviders.providers.map(\.descriptor)
        where documented.contains(descriptor.id) {
            #expect(Set(descriptor.translations.keys) == languages, "\(descriptor.id)")
        }
    }

    /// The files of a folder of the package, without their extensions.
    private static func names(in folder: String) throws -> Set<String> {
        let files = try FileManager.default.contentsOfDirectory(
            at: package.appending(path: folder), includingPropertiesForKeys: nil)
        return Set(files.map { $0.deletingPathExtension().lastPathComponent })
    }

    @Test("the README links every page that is there, and none that is not")
    func linked() throws {
        let readme = try String(contentsOf: Self.package.appending(path: "README.md"), encoding: .utf8)
        let links = readme.matches(of: /\(docs\/providers\/([^)]+)\)/).map { String($0.1) }
        let folder = Self.package.appending(path: "docs/providers").path
        let pages = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(Set(links) == Set(pages))
        let known = builtInProviders.providers.map { "\($0.descriptor.id).md" }
        #expect(Set(pages).subtracting(known) == [], "a page of a provider that is not built in")
    }
}
