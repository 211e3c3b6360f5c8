import ConnectorTesting
import PostgresTesting
import Testing
import UdemyBusiness
import UdemyBusinessSimulator

@Suite("Udemy Business's guarantees")
struct ConformanceTests {
    private static let suite = Conformance(
        provider, simulator, settings: ["page_size": "50"], items: 140, stores: .underTest)

    @Test("Udemy Business keeps the guarantees of a provider", arguments: suite.cases)
    func conforms(_ test: ConformanceCase) async throws { try await Self.suite.run(test) }
}
