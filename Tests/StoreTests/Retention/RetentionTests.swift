import ConnectorKit
import Foundation
import Model
import Testing

@testable import Store
import StoreTesting

@Suite struct RetentionTests {
    private static let start = Date(timeIntervalSince1970: 1_800_000_000)

    private func run(
        _ fixture: StoreFixture, _ kind: String = "catalog", _ outcome: Run.Outcome? = .done,
        after seconds: Double
    ) async throws {
        let id = try await fixture.store.leased().beginRun(
            kind: kind, provider: "demo", connection: fixture.connection, groups: [], at: Self.start + seconds
        )
        guard let outcome else { return }
        try await fixture.store.leased().finishRun(
            id, at: Self.start + seconds, outcome: outcome, error: nil, counters: Run.Counters(), seconds: 0)
    }

    private func runs(_ fixture: StoreFixture) async throws -> [Int64] {
        try await fixture.store.runs().map(\.id.number).reversed()
    }

    @Test(
        "Of each kind the newest run stays, the newest that was done, and the newest that was not interrupted"
    )
    func keptRuns() async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        let outcomes: [(String, Run.Outcome?)] = [
            ("catalog", .done), ("catalog", .done), ("stats", .failed), ("catalog", .held),
            ("catalog", .interrupted), ("catalog", .interrupted), ("stats", .failed),
        ]
        for (index, (kind, outcome)) in outcomes.enumerated() {
            try await run(fixture, kind, outcome, after: Double(index))
        }
        #expect(try await fixture.store.removeRuns(before: Self.start + 1_000) == 3)
        #expect(try await runs(fixture) == [2, 4, 6, 7])
        #expect(try await fixture.store.removeRuns(before: Self.start + 1_000) == 0)
        #expect(try await fixture.store.newestSuccesses().map(\.id.number) == [2])
    }

    @Test("A run that has not ended stays, however long ago it began, and so does one that ended in time")
    func openRuns() async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        try await run(fixture, after: 0)
        try await run(fixture, after: 1)
        try await run(fixture, after: 100)
        try await run(fixture, "catalog", nil, after: 2)
        #expect(try await fixture.store.removeRuns(before: Self.start + 100) == 2)
        #expect(try await runs(fixture) == [3, 4])
    }

    @Test("More runs than one transaction removes go as well, with what they skipped, and nothing of others")
    func manyRuns() async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        let connection = fixture.connection
        try await fixture.store.write { db in
            for number in 1...1_203 {
                try db.run(
                    """
                    INSERT INTO run (kind, provider, connection, subject, groups, started, finished, outcome)
                    VALUES ('catalog', 'demo', 1, '', '', ?, ?, 'done')
                    """, [number, number])
                let skipped = number == 600 ? 12_000 : 1
                try db.each(
                    "INSERT INTO skipped (connection, external_id, reason, run) VALUES (1, 'x', 'y', ?)",
                    Array(1...skipped)
                ) { try $1(number) }
            }
        }
        #expect(connection == ConnectionID(1))
        let limit = Date(timeIntervalSince1970: 1.201)
        #expect(try await fixture.store.removeRuns(before: limit) == 1_200)
        #expect(try await runs(fixture) == [1_201, 1_202, 1_203])
        let left = try await fixture.store.read { db in
            try db.values(Int64.self, "SELECT DISTINCT run FROM skipped ORDER BY run")
        }
        #expect(left == [1_201, 1_202, 1_203])
    }

    @Test("Events that were dealt with go, done or set aside; those that wait stay")
    func events() async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        let store = fixture.store
        let arrived = (1...4).map { number in
            ArrivedEvent(
                ProviderEvent(id: "\(number)", type: "t", subject: .content(id: "\(number)")),
                of: fixture.connection, at: Self.start)
        }
        _ = try await store.keep(arrived)
        let events = try await store.events((1...4).map { StoredEvent.ID($0) })
        try await store.leased().record(
            [(events[0], .done), (events[1], .setAside(reason: "r"))], at: Self.start)
        try await store.leased().record([(events[2], .done)], at: Self.start + 10)
        #expect(try await store.removeEvents(before: Self.start + 10) == 2)
        #expect(try await store.events((1...4).map { StoredEvent.ID($0) }).map(\.id.number) == [3, 4])
    }

    @Test("Pushes that ended go with their job once it is empty; those that wait, and their jobs, stay")
    func pushes() async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        let store = fixture.store
        func job(_ references: [String]) async throws -> (id: PushJob.ID, pushes: [StoredPush]) {
            let id = try await store.openPushJob(of: fixture.connection, group: "sales", at: Self.start)
            let rows = references.enumerated().map { index, reference in
                PushRow(
                    line: index + 1, reference: reference,
                    content: .item(
                        .completion(
                            PushedCompletion(
                                contentReference: reference, email: "a@example.com", completedAt: Self.start))
                    ))
            }
            try await store.accept(rows, into: id, of: fixture.connection, at: Self.start)
            return (id, try await store.pushes(of: id, limit: 10))
        }
        let ended = try await job(["a", "b"])
        let open = try await job(["c", "d"])
        try await store.leased().record(
            [
                (ended.pushes[0], .done(.completed, reason: nil)), (ended.pushes[1], .setAside(reason: "r")),
                (open.pushes[0], .done(.completed, reason: nil)),
            ], at: Self.start + 5)
        #expect(try await store.removePushes(before: Self.start + 5) == 0)
        #expect(try await store.removePushes(before: Self.start + 6) == 3)
        #expect(try await store.pushJob(ended.id) == nil)
        #expect(try await store.pushJob(open.id)?.entries == 1)
        #expect(try await store.pushes(of: open.id, limit: 10).map(\.reference) == ["d"])
    }
}
