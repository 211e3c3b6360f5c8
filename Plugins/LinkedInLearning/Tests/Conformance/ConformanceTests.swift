import ConnectorTesting
import PostgresTesting
import LinkedInLearning
import LinkedInLearningSimulator
import Testing

@Suite("LinkedIn Learning's guarantees")
struct ConformanceTests {
    private static let suite = Conformance(
        provider, simulator, settings: ["page_size": "25"], items: 160, stores: .underTest)

    @Test("LinkedIn Learning keeps the guarantees of a provider", arguments: suite.cases)
    func conforms(_ test: ConformanceCase) async throws { try await Self.suite.run(test) }
}
