import ConnectorKit
import Foundation
import Model
import StoreTesting
import Testing

@testable import Store

@Suite struct RoundTripTests {
    private static let start = Date(timeIntervalSince1970: 1_800_000_000)

    /// A store whose statements are counted, with a course `1`.
    private func withCounted(_ body: (StoreFixture, CountingEngine) async throws -> Void) async throws {
        try await StoreEngine.postgres.withStore { store in
            let engine = CountingEngine(store.engine)
            let counted = Store(directory: store.directory, engine: engine, isCopy: false)
            let connection = try await counted.connection(provider: "demo", key: "one")
            let deployment = try await counted.deploy(provider: "demo", group: "sales", over: connection)
            let fixture = StoreFixture(
                folder: counted.directory, store: counted, connection: connection, deployments: [deployment])
            try await fixture.list([object("1")])
            try await body(fixture, engine)
        }
    }

    @Test("The round trips of a page of enrolments do not grow with it: 50 at most, for up to 1,000 of them")
    func statistics() async throws {
        try await withCounted { fixture, engine in
            func record(_ numbers: Range<Int>) async throws -> Int {
                let before = engine.count
                let batch = EnrolmentBatch(
                    numbers.map {
                        Enrolment(
                            id: "\($0)", contentID: "1", account: "a\($0)", status: .completed,
                            createdAt: Self.start, updatedAt: Self.start + 60, passed: true)
                    }, accounts: numbers.map { LearnerAccount(id: "a\($0)", email: "\($0)@example.com") })
                let changes = try await fixture.store.leased().record(
                    batch, of: fixture.connection, by: .standard)
                #expect(changes.created == numbers.count)
                return engine.count - before
            }
            let few = try await record(0..<3)
            #expect(few <= 50)
            #expect(try await record(3..<1_000) == few)
        }
    }

    @Test("What came of events is kept in as many round trips for many of them as for one")
    func events() async throws {
        try await withCounted { fixture, engine in
            let store = fixture.store
            func record(_ numbers: Range<Int>) async throws -> Int {
                _ = try await store.keep(
                    numbers.map {
                        ArrivedEvent(
                            ProviderEvent(id: "\($0)", type: "t", subject: .content(id: "\($0)")),
                            of: fixture.connection, at: Self.start)
                    })
                let events = try await store.dueEvents(
                    about: .content, of: fixture.connection, at: Self.start, limit: 1_000)
                let leased = try store.leased()
                let before = engine.count
                try await leased.record(events.map { ($0, .done) }, at: Self.start + 1)
                #expect(try await store.eventBacklog()[fixture.connection]?.pending ?? 0 == 0)
                return engine.count - before
            }
            let one = try await record(0..<1)
            #expect(try await record(1..<200) == one)
        }
    }
}
