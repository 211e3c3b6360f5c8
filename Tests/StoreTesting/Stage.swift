import ConnectorKit
import Foundation
import Model
package import Store
import TestSupport

/// A store with one connection of a provider that two groups share.
struct Stage: Sendable {
    static let start = Date(timeIntervalSince1970: 1_800_000_000)

    let store: Store
    let connection: ConnectionID
    let deployments: [Deployment]

    init(_ store: Store) async throws {
        self.store = store
        connection = try await store.connection(provider: "demo", key: "one")
        deployments = [
            try await store.deploy(provider: "demo", group: "sales", over: connection),
            try await store.deploy(provider: "demo", group: "support", over: connection),
        ]
    }

    /// The same store with another connection, which no group has yet.
    init(_ stage: Stage, over connection: ConnectionID) {
        store = stage.store
        self.connection = connection
        deployments = []
    }

    static let everything = StandingRule(fingerprint: "everything") { standing in
        guard let before = standing.reasons else { return standing.offered ? [] : nil }
        return before.intersection(.byPeople).union(standing.offered ? [] : .provider)
    }

    /// Each enrolment is an attempt, and so is each launch.
    static let attempts = AttemptRule(
        merge: { named, kept in kept.map { named.updatedAt >= $0.updatedAt } ?? true ? named : nil },
        attempts: { history in
            history.enrolments.map {
                AttemptState(
                    opening: .enrolment($0.id), firstActivity: $0.createdAt, lastActivity: $0.updatedAt,
                    completedAt: $0.status == .completed ? $0.updatedAt : nil,
                    progress: $0.status == .completed ? 100 : 10,
                    result: $0.passed.map { $0 ? .success : .failed },
                    timeSpent: $0.duration.map { Int64($0) * 60_000 })
            }
                + history.launches.map {
                    AttemptState(
                        opening: .launch($0.id), isFilled: false, firstActivity: $0.at, lastActivity: $0.at,
                        progress: 0, timeSpent: 0)
                }
        })

    static func object(_ id: String, _ name: String, _ change: (inout LearningObject) -> Void = { _ in })
        -> LearningObject
    {
        var object = LearningObject()
        object.externalID = id
        object.name = name
        object.language = "en"
        object.providerType = "course"
        object.launchURL = "https://portal.example/\(id)"
        object.published = true
        object.duration = 30
        change(&object)
        return object
    }

    func begin(_ kind: String = "catalog", at time: Date = start) async throws -> RunID {
        try await store.leased().beginRun(
            kind: kind, provider: "demo", connection: connection, groups: ["sales", "support"], at: time)
    }

    func finish(_ run: RunID, _ outcome: Run.Outcome = .done, at time: Date = start + 60) async throws {
        var counters = Run.Counters()
        counters.seen = 3
        try await store.leased().finishRun(
            run, at: time, outcome: outcome, error: outcome == .done ? nil : "why", counters: counters,
            seconds: 60)
    }

    /// Lists items on one page and applies what the listing proves.
    @discardableResult
    func list(
        _ objects: [LearningObject], total: Int? = nil, refused: [RefusedItem] = [], version: UInt64 = 1,
        paging: Paging = .cursor, last: Bool = true, shrink: ShrinkPolicy = .accept
    ) async throws -> Settlement {
        try await list(
            pages: [objects], total: total, refused: refused, version: version, paging: paging, last: last,
            shrink: shrink)
    }

    /// Lists items on pages.
    @discardableResult
    func list(
        pages: [[LearningObject]], total: Int? = nil, refused: [RefusedItem] = [], version: UInt64 = 1,
        paging: Paging = .cursor, last: Bool = true, shrink: ShrinkPolicy = .accept
    ) async throws -> Settlement {
        let run = try await begin()
        let revision = try await store.revision(of: connection)
        var pass = try await CatalogPass(
            connection, run: run, paging: paging, mappingVersion: 1, in: store.leased())
        let count = pages.reduce(refused.count) { $0 + $1.count }
        for (number, objects) in pages.enumerated() {
            let isLast = last && number == pages.count - 1
            let items = objects.map { RawItem(id: $0.externalID, digest: version, bytes: []) }
            let page = CatalogPage(
                items: items, deleted: [], refused: refused, rows: items.count + refused.count,
                next: isLast ? nil : Checkpoint("next"), total: total ?? count, isLast: isLast, scope: .whole)
            let known = try await pass.unknown(items)
            let changed = Set(known.changed.map(\.id))
            let mapped = zip(items, objects).filter { changed.contains($0.0.id) }.map {
                MappedItem(raw: $0.0, object: $0.1)
            }
            let commit = pass.commit(page, known: known, mapped: mapped, refused: refused)
            try await PageCommit.write([commit], to: store.leased())
        }
        let settlement = try await store.leased().applyListing(
            connection, rule: { _ in Self.everything }, verdict: pass.finish(), since: revision,
            shrink: shrink)
        try await finish(run)
        return settlement
    }

    func courses(_ change: (inout CourseQuery) -> Void = { _ in }) async throws -> [Course] {
        var query = CourseQuery(group: "sales")
        change(&query)
        let found = Collected<Course>()
        try await store.forEachCourse(query) { found.add($0) }
        return found.all
    }
}

extension Store {
    /// The store as who holds a lease has it: for tests that nobody else works beside.
    ///
    /// The lease is held until the store's directory is removed by `remove()`, since an engine whose leases can be lost
    /// looks at it in every transaction.
    package func leased() throws -> LeasedStore {
        guard let lease = try lease("test-\(UUID().uuidString)") else {
            throw Mismatch(description: "a lease that nobody asked for is held")
        }
        let leased = under(lease)
        let kept = KeptLease(lease)
        directory.keepCompanion { withExtendedLifetime(kept) {} }
        return leased
    }
}

private final class KeptLease: Sendable {
    private let lease: Lease

    init(_ lease: consuming Lease) { self.lease = lease }
}
