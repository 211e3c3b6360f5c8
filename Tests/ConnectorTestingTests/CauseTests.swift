import ConnectorKit
import PostgresTesting
import Testing

@testable import ConnectorTesting

@Suite("How failures are told")
struct CauseTests {
    /// A provider whose service is at the wrong address.
    private static func suite(only: [String]) -> Conformance {
        Conformance(
            Trial(
                provider: SampleProvider(), stage: SampleStage(),
                settings: ["url": "https://sample.example/v2"], patience: .seconds(20), program: nil,
                stores: .underTest),
            only: only)
    }

    @Test("Cases are chosen by name, and one cause is told once, with its request")
    func once() async throws {
        let suite = Self.suite(only: ["complete", "no-duplicates", "resume"])
        #expect(suite.cases.map(\.id) == ["complete", "no-duplicates", "resume"])
        var told: [String] = []
        for test in suite.cases {
            do { try await suite.run(test) } catch { told.append("\(error)") }
        }
        #expect(told.count == 3)
        #expect(told[0].hasSuffix("\nThe request: POST https://sample.example/v2/token was answered 401"))
        #expect(told[1...].allSatisfy { $0.hasSuffix("): for the cause of \"complete\"") })
        #expect(suite.table.contains("\n3 cases fail for one cause: "))
        #expect(suite.table.contains("no-duplicates"))
        #expect(suite.table.contains("BROKEN  as complete"))
    }
}
