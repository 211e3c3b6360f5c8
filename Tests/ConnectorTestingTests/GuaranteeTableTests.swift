import ConnectorTesting
import Foundation
import Testing

@Suite struct GuaranteeTableTests {
    private static let package = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    private static let renews = ProcessInfo.processInfo.environment["TRIBUTARY_RENEW"] != nil
    private static let advice: Comment =
        "stale; renew it by: TRIBUTARY_RENEW=1 swift test --filter GuaranteeTableTests"

    @Test("docs/guarantees.md says what the suite checks")
    func page() throws {
        let file = Self.package.appending(path: "docs/guarantees.md")
        if Self.renews { try Data(GuaranteeTable.markdown.utf8).write(to: file) }
        #expect(try String(contentsOf: file, encoding: .utf8) == GuaranteeTable.markdown, Self.advice)
    }
}
