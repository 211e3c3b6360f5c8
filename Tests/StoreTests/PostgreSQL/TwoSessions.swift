import ConnectorKit
import Foundation
import Model
import Postgres
import PostgresTesting
import StoreTesting
import Synchronization
import TestSupport
import Testing

@testable import Store

/// Two hosts on one database.
struct TwoSessions {
    let store: Store
    let other: Store
    let connection: ConnectionID
    let deployments: [Deployment]
    private let watcher: PostgresPool

    /// Opens an empty store twice, with a connection that two groups share.
    static func with(_ body: (TwoSessions) async throws -> Void) async throws {
        let url = try PostgresServer.storeDatabase()
        let folder = URL.temporary("sessions")
        defer {
            folder.remove()
            PostgresServer.drop(url)
        }
        let settings = try PostgresSettings(url: url)
        let way = try PostgresServer.way(to: url)
        func open() throws -> Store {
            try Store(postgres: way, directory: folder, environment: "test", plainText: { $0 })
        }
        let (store, other) = (try open(), try open())
        let connection = try await store.connection(provider: "demo", key: "one")
        var deployments: [Deployment] = []
        for group in ["sales", "support"] {
            deployments.append(try await store.deploy(provider: "demo", group: group, over: connection))
        }
        try await body(
            TwoSessions(
                store: store, other: other, connection: connection, deployments: deployments,
                watcher: PostgresPool(settings, size: 1)))
    }

    /// Has both do something in the same moment: the first has written everything and not yet committed when the second
    /// begins, and commits once the second waits for it or is done.
    func race<One: Sendable, Other: Sendable>(
        _ one: @escaping @Sendable (Store) async throws -> One,
        _ other: @escaping @Sendable (Store) async throws -> Other
    ) async throws -> (One, Other) {
        let paused = PausedEngine(store.engine)
        let first = Store(directory: store.directory, engine: paused, isCopy: false)
        let earlier = Task { try await one(first) }
        await eventually("the first has written") { paused.isPaused }
        let second = self.other
        let isDone = Done()
        let later = Task {
            defer { isDone.set() }
            return try await other(second)
        }
        await eventually("the second waits for the first, or is done") {
            if isDone.isSet { return true }
            let waiting = try? await watcher.run {
                try $0.get().run(
                    """
                    SELECT count(*) FROM pg_stat_activity
                    WHERE datname = current_database() AND wait_event_type = 'Lock'
                    """)
            }
            return waiting.map { $0 != "0" } ?? false
        }
        paused.release()
        return (try await earlier.value, try await later.value)
    }

    /// Both do the same.
    func race<Value: Sendable>(_ both: @escaping @Sendable (Store) async throws -> Value) async throws
        -> [Value]
    {
        let (one, other) = try await race(both, both)
        return [one, other]
    }

    func value(_ sql: String) async throws -> Int {
        try await store.read { db in try db.value(Int.self, sql) ?? 0 }
    }

    /// Lists items and makes their courses.
    func list(_ ids: [String]) async throws {
        let fixture = StoreFixture(
            folder: store.directory, store: store, connection: connection, deployments: deployments)
        try await fixture.list(ids.map { object($0) })
    }
}

private final class Done: Sendable {
    private let state = Mutex(false)
    var isSet: Bool { state.withLock { $0 } }
    func set() { state.withLock { $0 = true } }
}
