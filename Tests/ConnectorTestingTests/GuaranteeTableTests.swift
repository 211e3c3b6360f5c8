import ConnectorTesting
import Foundation
import Testing

@Suite struct GuaranteeTableTests {
    @Test("docs/guarantees.md says what the suite checks")
    func stale() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "docs/guarantees.md")
        if ProcessInfo.processInfo.environment["TRIBUTARY_RENEW"] != nil {
            try Data(GuaranteeTable.markdown.utf8).write(to: file)
        }
        #expect(
            try String(contentsOf: file, encoding: .utf8) == GuaranteeTable.markdown,
            "stale; renew it by: TRIBUTARY_RENEW=1 swift test --filter GuaranteeTableTests")
    }
}
