import Model
import ConnectorKit
import Foundation
import Host
import PostgresTesting
import Runtime
import Store
import StoreTesting
import Sync
import Testing

/// What the store, or another process at it, does to one connection of a sync.
@Suite struct StoreTroubleTests {
    @Test("a connection whose lease cannot be taken fails, and the next one runs", .storesAreFiles)
    func lease() async throws {
        let neighbours = try await Neighbours(LooseProvider())
        defer { neighbours.remove() }
        let file = neighbours.folder.appending(path: "locks/connection-1.lock")
        try FileManager.default.createDirectory(at: file, withIntermediateDirectories: true)
        let results = try await neighbours.host.sync(SyncRequest(kinds: [.catalog])) { _, _, _ in }
        #expect(results.map(\.report.outcome) == [.failed, .done])
        #expect(
            results.map(\.report.error)
                == ["\(file.path): cannot be written; check the owner and the rights of its directory", nil])
        #expect(results.map(\.isRecorded) == [false, true])
        #expect(try await neighbours.courses("demo") == ["1", "2", "3"])
    }

    @Test("a run whose process is gone is shown as interrupted, and one that goes on as running")
    func processGone() async throws {
        let neighbours = try await Neighbours(LooseProvider())
        defer { neighbours.remove() }
        let host = neighbours.host
        let id = try #require(try await host.store.deployments().first { $0.group == "loose" }).connection
        _ = try await host.store.leased().beginRun(
            kind: "catalog", provider: "loose", connection: id, groups: ["loose"],
            at: neighbours.environment.now())
        func reopen() async throws -> [Told] {
            _ = try await HostRuntime.open(
                host.configuration, registry: host.registry, environment: neighbours.environment)
            return try await neighbours.runs()
        }
        switch try host.store.lease(id.name) {
        case .some(let lease):
            #expect(try await reopen() == [Told(nil)])
            lease.release()
        case .none: Issue.record("a lease that nobody holds was not given")
        }
        #expect(try await reopen() == [Told(.interrupted, "the process ended before the run did")])
        let run = try #require(try await host.store.runs().first)
        #expect(run.finished == neighbours.environment.now())
    }
}
