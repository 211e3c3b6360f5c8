import ConnectorTesting
import Testing
import ThreeSixtyLearning
import ThreeSixtyLearningSimulator

private let suite = PlatformConformance(platform, simulator)

@Suite struct ConformanceTests {
    @Test("The platform keeps its guarantees", arguments: suite.cases)
    func conforms(_ test: PlatformCase) async throws { try await suite.run(test) }
}
