import StoreTesting
import Testing

extension StoreCase: CustomTestStringConvertible {
    public var testDescription: String { name }
}

@Suite struct StoreSuiteTests {
    @Test(
        "A store does what its interface promises, whichever engine it has", arguments: StoreCase.all,
        StoreEngine.allCases)
    func promise(_ story: StoreCase, _ engine: StoreEngine) async throws {
        try await engine.withStore { try await story.run($0) }
    }
}
