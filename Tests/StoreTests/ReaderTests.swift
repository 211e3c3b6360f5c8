import ConnectorKit
import Foundation
import Model
import PostgresTesting
import Testing

@testable import Store

@Suite struct ReaderTests {
    /// Holds a transaction of a store open while a body runs.
    private static func writing(_ store: Store, _ body: () async throws -> Void) async throws {
        let end = DispatchSemaphore(value: 0)
        let (begun, begin) = AsyncStream.makeStream(of: Void.self)
        async let written: Void = store.write { db in
            try db.run("UPDATE meta SET value = value")
            begin.finish()
            end.wait()
        }
        for await _ in begun {}
        do {
            try await body()
        } catch {
            end.signal()
            throw error
        }
        end.signal()
        try await written
    }

    @Test("Who reads does not wait for who writes, in this process or another", arguments: [true, false])
    func readers(_ isOther: Bool) async throws {
        let fixture = try await StoreFixture(groups: ["sales", "support"])
        defer { fixture.remove() }
        let store = fixture.store
        try await fixture.list([object("1", name: "First")])
        #expect(try await fixture.courses { $0.search = "first" }.count == 1)
        try await fixture.list([object("1", name: "First"), object("2", name: "Second")])
        let writer =
            isOther
            ? try TestStores.open(fixture.folder, environment: "production") : store
        try await Self.writing(writer) {
            #expect(try await store.courseCounts().map(\.active) == [2, 2])
            #expect(try await store.overlaps().pairs.map(\.count) == [2])
            #expect(try await store.statisticsCounts().count == 2)
            #expect(try await store.summary(of: .everybody) == AttemptSummary())
            #expect(try await fixture.courses { $0.search = "first" }.count == 1)
            // What a file's index does not have yet is found once the writing is over; a database takes two writers.
            let isFound = try await fixture.courses { $0.search = "second" }.count == 1
            #expect(isFound == TestStores.areDatabases)
            #expect(try await store.facets(CourseSearch(group: "sales")).total == 2)
            try await store.checkWritable()
        }
        #expect(try await fixture.courses { $0.search = "second" }.count == 1)
    }

    @Test("A read has one state of the store from its begin to its end")
    func snapshot() async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        try await fixture.list([object("1")])
        let other = try TestStores.open(fixture.folder, environment: "production")
        let (written, write) = AsyncStream.makeStream(of: Void.self)
        let go = DispatchSemaphore(value: 0)
        async let counts = fixture.store.read { db in
            let before = try db.value(Int.self, "SELECT count(*) FROM path") ?? 0
            write.finish()
            go.wait()
            return (before, try db.value(Int.self, "SELECT count(*) FROM path") ?? 0)
        }
        for await _ in written {}
        _ = try await other.addPath(named: "New")
        go.signal()
        let (before, after) = try await counts
        #expect(before == 0 && after == 0)
        #expect(try await fixture.store.paths().count == 1)
    }
}
