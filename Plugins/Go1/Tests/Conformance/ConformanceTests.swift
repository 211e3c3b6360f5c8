import ConnectorTesting
import Go1
import Go1Simulator
import PostgresTesting
import Testing

@Suite("Go1's guarantees")
struct ConformanceTests {
    private static let gateway = Conformance(
        provider, simulator, settings: ["page_size": "15"], stores: .underTest)
    private static let v2 = Conformance(
        provider, simulator, settings: ["api_version": "2022-07-01", "page_size": "15"],
        skipping: ["kill": "the generation does not affect storage; the gateway's case covers it"],
        stores: .underTest)

    @Test("Go1 keeps the guarantees of a provider over the gateway", arguments: gateway.cases)
    func conforms(_ test: ConformanceCase) async throws { try await Self.gateway.run(test) }

    @Test("Go1 keeps the guarantees of a provider over v2", arguments: v2.cases)
    func conformsOverV2(_ test: ConformanceCase) async throws { try await Self.v2.run(test) }
}
