import ConnectorKit
import Foundation
@testable import Store
import StoreTesting
import Model
import Testing

@Suite struct CatalogPassTests {
    /// What a pass over two pages says of its completeness.
    struct Case: CustomTestStringConvertible {
        let testDescription: String
        var paging = Paging.cursor
        var totals: (Int?, Int?) = (4, 4)
        var secondIsLast = true
        let flaw: String?
    }

    static let cases = [
        Case(testDescription: "end mark and all rows", flaw: nil),
        Case(testDescription: "end mark, no total stated", totals: (nil, nil), flaw: nil),
        Case(testDescription: "the last total counts", totals: (9, 4), flaw: nil),
        Case(testDescription: "more rows than stated", totals: (3, 3), flaw: nil),
        Case(
            testDescription: "end mark before the total", totals: (4, 5),
            flaw: "the provider ended the listing after 4 of 5 items"),
        Case(
            testDescription: "no end mark", secondIsLast: false, flaw: "the listing was not read to its end"),
        Case(
            testDescription: "offsets whose total changed", paging: .offset, totals: (4, 3),
            flaw: "the total changed from 4 to 3 on the way"),
        Case(testDescription: "offsets whose total stayed", paging: .offset, flaw: nil),
    ]

    @Test(
        "A listing is complete only when read from its first page to its end mark, with all rows",
        arguments: cases)
    func completeness(_ test: Case) async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        let (_, box) = try await fixture.begin(test.paging)
        try await box.commit([object("1"), object("2")], total: test.totals.0, last: false)
        try await box.commit(
            [object("3")], total: test.totals.1, refused: [RefusedItem(id: nil, reason: "no title")],
            last: test.secondIsLast)
        switch box.take().finish() {
        case .complete: #expect(test.flaw == nil)
        case .changes: Issue.record("a whole listing passed for one of changes")
        case .incomplete(let flaw): #expect(flaw == test.flaw)
        }
    }

    @Test("What a complete listing no longer has is archived, and returns when it is listed again")
    func absence() async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        try await fixture.list([object("1"), object("2"), object("3")])
        let shrunk = try await fixture.list([object("1"), object("3")])
        #expect(try await fixture.standing() == ["1: active", "2: provider", "3: active"])
        #expect(shrunk.changes.archived == 1)
        let back = try await fixture.list([object("1"), object("2"), object("3")])
        #expect(try await fixture.standing() == ["1: active", "2: active", "3: active"])
        #expect(back.changes.unarchived == 1)
    }

    @Test("An incomplete listing archives nothing for absence and keeps what it read")
    func incomplete() async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        try await fixture.list([object("1"), object("2")])
        try await fixture.list([object("3")], total: 3)
        #expect(try await fixture.standing() == ["1: active", "2: active", "3: active"])
    }

    @Test("A skipped item leaves its course as it was")
    func skipped() async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        try await fixture.list([object("1"), object("2", name: "Before")])
        try await fixture.list([object("1")], refused: [RefusedItem(id: "2", reason: "no title")])
        #expect(try await fixture.standing() == ["1: active", "2: active"])
        #expect(try await fixture.courses().last?.content.name == "Before")
        let run = try #require(try await fixture.store.runs(limit: 1).first)
        let skipped = try await fixture.store.skippedItems(of: run.id)
        #expect(skipped == [SkippedItem(externalID: "2", reason: "no title")])
    }

    @Test("An unpublished item that was never imported is ignored; one that was is archived at once")
    func unpublished() async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        try await fixture.list([object("1"), object("2", published: false)])
        #expect(try await fixture.standing() == ["1: active"])
        // An explicit word needs no complete listing.
        try await fixture.list([object("1", published: false)], total: 9)
        #expect(try await fixture.standing() == ["1: provider"])
    }

    @Test("A deleted id is archived without a complete listing")
    func deleted() async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        try await fixture.list([object("1"), object("2")])
        let (_, box) = try await fixture.begin()
        try await box.commit([], total: nil, deleted: ["2", "unknown"], last: true, scope: .changes)
        _ = try await fixture.settle(box)
        #expect(try await fixture.standing() == ["1: active", "2: provider"])
    }

    @Test("Unchanged items are neither mapped nor written")
    func unchanged() async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        let items = (1...50).map { object(String($0)) }
        try await fixture.list(items)
        let revision = try await fixture.store.revision(of: fixture.connection)
        let (_, box) = try await fixture.begin()
        #expect(try await box.commit(items, total: 50, last: true) == 0)
        let settlement = try await fixture.settle(box, since: revision)
        #expect(settlement.changes.kept == 50)
        #expect(settlement.updated == 0)
        #expect(try await fixture.store.revision(of: fixture.connection) == revision)
    }

    @Test("A changed item is updated in place, in every group")
    func updated() async throws {
        let fixture = try await StoreFixture(groups: ["sales", "support"])
        defer { fixture.remove() }
        try await fixture.list([object("1", name: "Old"), object("2")])
        let before = try await fixture.courses().map(\.id)
        let settlement = try await fixture.list([object("1", name: "New"), object("2")])
        #expect(settlement.updated == 2)
        #expect(try await fixture.courses("support").map(\.content.name) == ["New", "A name"])
        #expect(try await fixture.courses().map(\.id) == before)
    }

    @Test("A durable cursor resumes from the stored checkpoint, and counts as one pass")
    func durable() async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        try await fixture.list([object("9")])
        let (_, first) = try await fixture.begin(.durableCursor)
        try await first.commit([object("1"), object("2")], total: 3, last: false, next: "page two")
        // The process ends here; another takes it up.
        let (_, second) = try await fixture.begin(.durableCursor)
        #expect(second.checkpoint == Checkpoint("page two"))
        try await second.commit([object("3")], total: 3, last: true)
        _ = try await fixture.settle(second)
        #expect(try await fixture.standing() == ["1: active", "2: active", "3: active", "9: provider"])
        let (_, third) = try await fixture.begin(.durableCursor)
        #expect(third.checkpoint == nil)
    }

    @Test("A cursor that lapses begins again at the first page")
    func lapsing() async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        let (_, first) = try await fixture.begin()
        try await first.commit([object("1")], total: 3, last: false)
        let (_, second) = try await fixture.begin()
        #expect(second.checkpoint == nil)
    }

    @Test("A listing of changes archives only what it says was deleted, and hands on its mark")
    func changes() async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        let (_, whole) = try await fixture.begin()
        #expect(whole.request?.since == nil)
        try await whole.commit([object("1"), object("2"), object("3")], total: 3, last: true, mark: "monday")
        _ = try await fixture.settle(whole)

        let (_, changes) = try await fixture.begin()
        #expect(changes.request?.since == Checkpoint("monday"))
        try await changes.commit(
            [object("2", name: "New")], total: 2, deleted: ["3"], last: true, scope: .changes, mark: "tuesday"
        )
        _ = try await fixture.settle(changes)
        #expect(try await fixture.standing() == ["1: active", "2: active", "3: provider"])

        // One that does not come to its end leaves the mark where it was.
        let (_, cut) = try await fixture.begin()
        #expect(cut.request?.since == Checkpoint("tuesday"))
        try await cut.commit([object("1", name: "Newer")], total: 2, last: false, scope: .changes)
        _ = try await fixture.settle(cut)
        let (_, next) = try await fixture.begin()
        #expect(next.request?.since == Checkpoint("tuesday"))
    }

    @Test("Another version of the mapping lists everything, not only what changed")
    func newMapping() async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        let (run, whole) = try await fixture.begin()
        try await whole.commit([object("1")], total: 1, last: true, mark: "monday")
        _ = try await fixture.settle(whole)
        let pass = try await CatalogPass(
            fixture.connection, run: run, paging: .cursor, mappingVersion: 2, in: fixture.store.leased())
        #expect(pass.request.since == nil)
    }
}
