import ConnectorKit
import Model
import Testing

@testable import Store

@Suite struct PageMemoryTests {
    @Test(
        "The items of a page are kept as differences, and read back in ascending order",
        arguments: [
            [], [1], [1, 2, 3], [300, 1, 128, 127], [Int64.max / 2, 5, 1 << 40],
        ] as [[Int64]])
    func packing(_ rows: [Int64]) {
        #expect(PageMemory.unpack(PageMemory.pack(rows)) == rows.sorted())
    }

    private static let items = (1...3).map { object(String($0)) }
    private static let memo = PageMemo([1, 2, 3], cursor: nil, rows: 3, total: 3, version: 1)

    private func list(_ fixture: StoreFixture, memo: PageMemo?) async throws -> Settlement {
        let (_, box) = try await fixture.begin()
        try await box.commit(Self.items, total: 3, last: true, memo: memo)
        return try await fixture.settle(box, since: try await fixture.store.revision(of: fixture.connection))
    }

    @Test("A page that is what it was counts its items as seen, and nothing is written or archived")
    func unchanged() async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        _ = try await list(fixture, memo: Self.memo)
        _ = try await fixture.store.apply(StoreFixture.everything, to: fixture.deployments[0])
        let (_, box) = try await fixture.begin()
        #expect(box.request?.memo == Self.memo)
        try await box.pass(unchanged: 3, total: 3)
        let settlement = try await fixture.settle(box)
        #expect(settlement.changes.kept == 3)
        #expect(settlement.changes.archived == 0)
        #expect(try await fixture.standing() == ["1: active", "2: active", "3: active"])
    }

    @Test("Fewer unchanged pages than before archive what they lack, and are forgotten with it")
    func fewer() async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        let (_, first) = try await fixture.begin()
        try await first.commit([object("1"), object("2")], total: 3, last: false, memo: Self.memo)
        try await first.commit([object("3")], total: 3, last: true, memo: Self.memo)
        _ = try await fixture.settle(first)
        let (_, second) = try await fixture.begin()
        try await second.pass(unchanged: 2, total: 2)
        _ = try await fixture.settle(second)
        #expect(try await fixture.standing() == ["1: active", "2: active", "3: provider"])
        let (_, third) = try await fixture.begin()
        #expect(third.request?.memo == nil)
    }

    @Test("Pages read anew by a listing that broke off are held against the store at the next one")
    func brokenOff() async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        let (_, first) = try await fixture.begin()
        try await first.commit([object("1"), object("2")], total: 3, last: false, memo: Self.memo)
        try await first.commit([object("3")], total: 3, last: true, memo: Self.memo)
        _ = try await fixture.settle(first)
        let (_, second) = try await fixture.begin()
        try await second.commit([object("2")], total: 2, last: false, memo: Self.memo)
        _ = try await fixture.settle(second)
        let (_, third) = try await fixture.begin()
        try await third.pass(unchanged: 1, total: 2, next: Checkpoint("2"))
        try await third.pass(unchanged: 1, total: 2)
        _ = try await fixture.settle(third)
        #expect(try await fixture.standing() == ["1: provider", "2: active", "3: active"])
    }

    @Test("A page that is what it was skips the same items again, and leaves their courses as they were")
    func skipped() async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        let refused = [
            RefusedItem(id: "3", reason: "no title"), RefusedItem(id: nil, reason: "no \"id\""),
        ]
        let (_, first) = try await fixture.begin()
        try await first.commit(Self.items, total: 3, last: true)
        _ = try await fixture.settle(first)
        let (_, second) = try await fixture.begin()
        try await second.commit(
            Array(Self.items.prefix(2)), total: 4, refused: refused, last: true, memo: Self.memo)
        _ = try await fixture.settle(second)
        for _ in 1...2 {
            let (run, box) = try await fixture.begin()
            #expect(box.request?.memo == Self.memo)
            try await box.pass(unchanged: 4, total: 4)
            _ = try await fixture.settle(box)
            #expect(
                try await fixture.store.skippedItems(of: run) == [
                    SkippedItem(externalID: "3", reason: "no title"),
                    SkippedItem(externalID: nil, reason: "no \"id\""),
                ])
        }
        #expect(try await fixture.standing() == ["1: active", "2: active", "3: active"])
    }

    @Test("A page that is as it was is read all the same where this pass met its items elsewhere")
    func movedItem() async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        let (_, first) = try await fixture.begin()
        try await first.commit([object("1")], total: 2, last: false, memo: Self.memo)
        try await first.commit([object("2")], total: 2, last: true, memo: Self.memo)
        _ = try await fixture.settle(first)
        // Item 2 turns up on the first page, unpublished; then the run breaks off.
        let (_, second) = try await fixture.begin()
        try await second.commit([object("2", published: false)], total: 2, last: false)
        #expect(try await !second.pass(unchanged: 1, total: 2))
        _ = try await fixture.settle(second)
        #expect(try await fixture.standing() == ["1: active", "2: provider"])
        // The page it was on before is forgotten, so that it is read again.
        let (_, third) = try await fixture.begin()
        try await third.commit([object("1")], total: 2, last: false)
        #expect(third.request?.memo == nil)
        try await third.commit([object("2")], total: 2, last: true)
        _ = try await fixture.settle(third)
        #expect(try await fixture.standing() == ["1: active", "2: active"])
    }
}
