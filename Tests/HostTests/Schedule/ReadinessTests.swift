import ConfigurationFiles
import ConnectorKit
import Foundation
import Logging
import Model
import Store
import Synchronization
import Testing

@testable import Host

@Suite struct ReadinessTests {
    @Test("A host is ready from when its work begins until it is to end")
    func phases() async throws {
        let gate = AsyncStream.makeStream(of: Void.self)
        let provider = ScriptedProvider { _, _ throws(Failure) in
            gate.continuation.yield()
            // Until the run is cancelled.
            try? await Task.sleep(for: .seconds(3_600))
            throw .fatal("cancelled")
        }
        let fixture = try await HostFixture(provider)
        defer { fixture.remove() }
        let source = ConfigurationSource(
            workingDirectory: fixture.folder, environment: [:], registry: fixture.host.registry,
            defaultProvider: "demo")
        let serving = try await ServingHost(fixture.host, from: source) { _ in }
        #expect(await serving.live.readiness() == .notReady("the host is starting"))
        let running = Task { await serving.run() }
        for await _ in gate.stream { break }
        #expect(await serving.live.readiness() == .ready)
        running.cancel()
        #expect(await serving.live.readiness() == .notReady("the host is ending"))
        await running.value
        #expect(try await fixture.host.store.runs().map(\.outcome) == [.interrupted])
    }
}
