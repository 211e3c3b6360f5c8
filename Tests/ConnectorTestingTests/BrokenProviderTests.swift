import ConnectorKit
import PostgresTesting
import Testing

@testable import ConnectorTesting

@Suite("The cases, tried on a provider that keeps its guarantees and on those that break one")
struct BrokenProviderTests {
    /// The one about the program is tried where there is a program: beside the tests of a provider.
    static let cases = ConformanceCase.all.filter { $0.id != "kill" }

    @Test("A case passes for a provider that keeps the promise", arguments: cases)
    func sound(_ test: ConformanceCase) async {
        let result = await Conformance.sample(SampleProvider()).result(of: test)
        guard case .passed = result else {
            Issue.record("\(result)")
            return
        }
    }

    @Test("Every case but the one about the program has a provider that breaks it")
    func everyCase() {
        #expect(BrokenProvider.all.map(\.breaks).sorted() == Self.cases.map(\.id).sorted())
        #expect(findings.map(\.id) == Self.cases.map(\.id))
    }

    @Test("A case fails for a provider that breaks the promise, and says what it saw", arguments: findings)
    func broken(_ id: String, _ finding: String) async throws {
        let test = try #require(Self.cases.first { $0.id == id })
        let provider = try #require(BrokenProvider.breaking(test))
        let result = await Conformance.sample(provider).result(of: test)
        #expect(result == .failed(finding))
    }
}

extension Conformance {
    /// Over the service in memory.
    static func sample(
        _ provider: any Provider, settings: [String: String] = [:], skipping: [String: String] = [:],
        patience: Duration = .seconds(20)
    ) -> Conformance {
        Conformance(
            Trial(
                provider: provider, stage: SampleStage(), settings: settings, patience: patience,
                program: nil,
                stores: .underTest
            ),
            skipping: skipping)
    }
}
