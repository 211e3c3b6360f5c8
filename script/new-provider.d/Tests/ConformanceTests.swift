import ConnectorTesting
import Skeleton
import SkeletonSimulator
import Testing

@Suite("Skeleton's guarantees")
struct ConformanceTests {
    private static let suite = Conformance(provider, simulator, items: 140)

    @Test("Skeleton keeps the guarantees of a provider", arguments: suite.cases)
    func conforms(_ test: ConformanceCase) async throws { try await Self.suite.run(test) }
}
