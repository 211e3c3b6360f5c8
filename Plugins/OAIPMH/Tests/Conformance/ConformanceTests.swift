import ConnectorTesting
import PostgresTesting
import OAIPMH
import OAIPMHSimulator
import Testing

@Suite("OAI-PMH's guarantees")
struct ConformanceTests {
    private static let suite = Conformance(provider, simulator, items: 250, stores: .underTest)

    @Test("OAI-PMH keeps the guarantees of a provider", arguments: suite.cases)
    func conforms(_ test: ConformanceCase) async throws { try await Self.suite.run(test) }
}
