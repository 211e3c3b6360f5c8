import ConnectorKit
import Foundation
import Store
import Testing

@Suite struct MovedDeploymentTests {
    @Test("A deployment whose settings change keeps its courses; what the new connection lacks is archived")
    func moved() async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        try await fixture.list([object("1"), object("2"), object("3")])
        let ids = try await fixture.courses().map(\.id)
        let other = try await fixture.store.connection(provider: "demo", key: "two")
        let deployment = try await fixture.store.deploy(provider: "demo", group: "sales", over: other)

        func list(_ items: [LearningObject], total: Int) async throws {
            let run = try await fixture.store.beginRun(
                kind: "catalog", provider: "demo", connection: other, groups: ["sales"], at: .now)
            let box = CatalogPassBox(
                try await CatalogPass(other, run: run, paging: .cursor, mappingVersion: 1, in: fixture.store),
                fixture.store)
            try await box.commit(items, total: total, last: true)
            _ = try await fixture.store.settle(
                other, rules: [deployment.id: StoreFixture.everything], listing: box.take().finish(),
                since: 0,
                shrink: .accept)
        }
        try await list([object("1", name: "New")], total: 2)
        #expect(try await fixture.standing() == ["1: active", "2: active", "3: active"])
        try await list([object("1", name: "New"), object("4")], total: 2)
        #expect(try await fixture.standing() == ["1: active", "2: provider", "3: provider", "4: active"])
        #expect(try await Array(fixture.courses().map(\.id).prefix(3)) == ids)
        #expect(try await fixture.courses().first?.content.name == "New")
    }
}
