import Model
import ConnectorKit
import Store
import Testing

@Suite struct ShrinkGuardTests {
    @Test("A listing that archives more than half of what is active is held, until it is accepted")
    func held() async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        try await fixture.list((1...4).map { object(String($0)) })
        let held = try await fixture.list([object("1"), object("5")], shrink: .hold)
        #expect(held.held == 3)
        #expect(
            try await fixture.standing() == ["1: active", "2: active", "3: active", "4: active", "5: active"])
        let accepted = try await fixture.list([object("1"), object("5")], shrink: .accept)
        #expect(accepted.held == nil)
        #expect(
            try await fixture.standing() == [
                "1: active", "2: provider", "3: provider", "4: provider", "5: active",
            ])
    }

    @Test("Exactly half is not held")
    func half() async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        try await fixture.list((1...4).map { object(String($0)) })
        let settlement = try await fixture.list([object("1"), object("2")], shrink: .hold)
        #expect(settlement.held == nil)
        #expect(settlement.changes.archived == 2)
    }

    @Test("What is held back is not let through by a filter change, and is dropped when the items return")
    func heldStays() async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        let items = (1...4).map { object(String($0)) }
        try await fixture.list(items)
        try await fixture.list([object("1")], shrink: .hold)
        _ = try await fixture.store.apply(StoreFixture.everything, to: fixture.deployments[0])
        #expect(try await fixture.standing() == ["1: active", "2: active", "3: active", "4: active"])
        let back = try await fixture.list(items, shrink: .hold)
        #expect(back.held == nil)
        #expect(try await fixture.standing() == ["1: active", "2: active", "3: active", "4: active"])
    }

    @Test("Items that unpublish in masses are held like absent ones")
    func unpublishing() async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        try await fixture.list((1...4).map { object(String($0)) })
        let held = try await fixture.list(
            (1...4).map { object(String($0), published: $0 == 1) }, shrink: .hold)
        #expect(held.held == 3)
    }

    @Test(
        "An incomplete run after a held one archives nothing for absence, however little is left to archive")
    func incompleteAfterHeld() async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        try await fixture.list((1...5).map { object(String($0)) })
        #expect(try await fixture.list([object("1")], shrink: .hold).held == 4)
        try await fixture.list([object("1"), object("2"), object("3")], total: 9, shrink: .hold)
        #expect(try await fixture.standing().filter { $0.hasSuffix("active") }.count == 5)
    }
}
