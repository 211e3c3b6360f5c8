import ConnectorKit
import Testing

@testable import ConnectorTesting

@Suite("What a provider does not declare") struct UndeclaredTests {
    @Test("The table says so, and none of its cases is asked for")
    func table() {
        let suite = Conformance.sample(Plain())
        #expect(suite.cases.allSatisfy { $0.capability != .push && $0.capability != .stats })
        #expect(
            suite.table == """
                GUARANTEE OF SAMPLE  RESULT        BY
                catalog              not declared  its cases do not apply
                stats                not declared  its cases do not apply
                push                 not declared  its cases do not apply
                """)
    }
}

private struct Plain: Provider {
    let descriptor = SampleProvider().descriptor

    func verify(_ capability: Capability, of connection: Connection) async throws(Failure) {}
}
