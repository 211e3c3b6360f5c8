import ConnectorKit
import Foundation
import Model
import Store
import Testing

@Suite struct MovedDeploymentTests {
    /// A fixture that lists over another connection.
    private func moved(_ fixture: StoreFixture, to connection: ConnectionID, groups: [String]) async throws
        -> StoreFixture
    {
        var deployments: [Deployment] = []
        for group in groups {
            deployments.append(
                try await fixture.store.deploy(provider: "demo", group: group, over: connection))
        }
        return StoreFixture(
            folder: fixture.folder, store: fixture.store, connection: connection, deployments: deployments)
    }

    @Test("A deployment whose settings change keeps its courses; what the new connection lacks is archived")
    func moved() async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        try await fixture.list([object("1"), object("2"), object("3")])
        let ids = try await fixture.courses().map(\.id)
        let other = try await fixture.store.connection(provider: "demo", key: "two")
        let after = try await moved(fixture, to: other, groups: ["sales"])
        #expect(try await after.standing() == ["1: active", "2: active", "3: active"])
        try await after.list([object("1", name: "New")], total: 2)
        #expect(try await after.standing() == ["1: active", "2: active", "3: active"])
        try await after.list([object("1", name: "New"), object("4")], total: 2)
        #expect(try await after.standing() == ["1: active", "2: provider", "3: provider", "4: active"])
        #expect(try await Array(after.courses().map(\.id).prefix(3)) == ids)
        #expect(try await after.courses().first?.content.name == "New")
    }

    @Test("The shrink guard holds what a new connection does not list")
    func guarded() async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        try await fixture.list((1...5).map { object(String($0)) })
        let other = try await fixture.store.connection(provider: "demo", key: "two")
        let after = try await moved(fixture, to: other, groups: ["sales"])
        let held = try await after.list([object("1")], shrink: .hold)
        #expect(held.held == 4)
        #expect(try await after.standing().filter { $0.hasSuffix("active") }.count == 5)
    }

    @Test("A deployment that joins the connection of another group keeps its courses, and the other's stay")
    func joins() async throws {
        let fixture = try await StoreFixture(groups: ["sales"])
        defer { fixture.remove() }
        try await fixture.list([object("1"), object("2")])
        let ids = try await fixture.courses("sales").map(\.id)
        let other = try await fixture.store.connection(provider: "demo", key: "two")
        let support = try await moved(fixture, to: other, groups: ["support"])
        try await support.list([object("2"), object("3")])
        let both = try await moved(fixture, to: other, groups: ["sales", "support"])
        _ = try await both.store.apply(StoreFixture.everything, to: both.deployments[0])
        #expect(try await both.standing("sales") == ["1: active", "2: active", "3: active"])
        #expect(try await Array(both.courses("sales").map(\.id).prefix(2)) == ids)
        #expect(try await both.standing("support") == ["2: active", "3: active"])
        try await both.list([object("2"), object("3")])
        #expect(try await both.standing("sales") == ["1: provider", "2: active", "3: active"])
        #expect(try await both.standing("support") == ["2: active", "3: active"])
    }

    @Test("A filter that changes with the settings is in force at once")
    func filtered() async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        try await fixture.list([object("1"), object("2", language: "fr")])
        let other = try await fixture.store.connection(provider: "demo", key: "two")
        let after = try await moved(fixture, to: other, groups: ["sales"])
        let french = StandingRule(fingerprint: "fr") { $0.language == "fr" ? [] : .filter }
        _ = try await after.store.apply(french, to: after.deployments[0])
        #expect(try await after.standing() == ["1: filter", "2: active"])
    }
}
