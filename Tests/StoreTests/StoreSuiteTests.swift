import Foundation
import Store
import StoreTesting
import TestSupport
import Testing

extension StoreCase: CustomTestStringConvertible {
    public var testDescription: String { name }
}

/// The engines that there are.
enum StoreEngine: CaseIterable {
    case sqlite

    func open(_ directory: URL) throws -> Store {
        switch self {
        case .sqlite: try Store(directory: directory, environment: "test", plainText: { $0 })
        }
    }
}

@Suite struct StoreSuiteTests {
    @Test(
        "A store does what its interface promises, whichever engine it has", arguments: StoreCase.all,
        StoreEngine.allCases)
    func promise(_ story: StoreCase, _ engine: StoreEngine) async throws {
        let folder = URL.temporary("suite")
        defer { folder.remove() }
        try await story.run(try engine.open(folder))
    }
}
