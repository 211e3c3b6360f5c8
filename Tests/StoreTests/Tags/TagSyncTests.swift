import ConnectorKit
import Foundation
import Model
import StoreTesting
import Testing

@testable import Store

@Suite struct TagSyncTests {
    private static func item(_ id: String, _ subjects: String...) -> LearningObject {
        var item = object(id)
        item.subjects = subjects
        return item
    }

    @Test("Subjects become tags with the next sync after the switch, also of items that stay as they are")
    func switchedOn() async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        let items = [Self.item("1", "Safety", "Law"), Self.item("2")]
        try await fixture.list(items)
        #expect(try await fixture.tags() == ["1:", "2:"])
        try await fixture.follow(true)
        #expect(try await fixture.tags() == ["1:", "2:"])
        try await fixture.list(items)
        #expect(try await fixture.tags() == ["1: Safety (provider), Law (provider)", "2:"])
    }

    @Test("Tags follow the subjects, and go with the sync after the switch is off, not at once")
    func followed() async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        try await fixture.follow(true)
        try await fixture.list([Self.item("1", "Safety", "Law")])
        let changed = [Self.item("1", "Law", "Art")]
        try await fixture.list(changed)
        #expect(try await fixture.tags() == ["1: Law (provider), Art (provider)"])
        try await fixture.follow(false)
        #expect(try await fixture.tags() == ["1: Law (provider), Art (provider)"])
        try await fixture.list(changed)
        #expect(try await fixture.tags() == ["1:"])
        // What changes while it is off is caught up with.
        try await fixture.list([Self.item("1", "Music")])
        #expect(try await fixture.tags() == ["1:"])
        try await fixture.follow(true)
        try await fixture.list([Self.item("1", "Music")])
        #expect(try await fixture.tags() == ["1: Music (provider)"])
        #expect(try await fixture.store.tags() == ["Art", "Law", "Music", "Safety"])
    }

    @Test("A tag put there by hand outlives every sync, also where the provider gave the same one")
    func manual() async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        try await fixture.follow(true)
        try await fixture.list([Self.item("1", "Safety", "Law")])
        let course = try #require(try await fixture.courses().first)
        let names = TagName.distinct([" law ", "Mine"])
        let after = try await fixture.store.addTags(names, to: course)
        let expected = "Safety (provider), Law (manual), Mine (manual)"
        #expect(after.map(\.text).joined(separator: ", ") == expected)
        #expect(try await fixture.tags() == ["1: \(expected)"])
        try await fixture.list([Self.item("1", "Safety")])
        #expect(try await fixture.tags() == ["1: Safety (provider), Law (manual), Mine (manual)"])
        try await fixture.list([Self.item("1", "Law", "Safety")])
        try await fixture.follow(false)
        try await fixture.list([Self.item("1", "Law", "Safety")])
        #expect(try await fixture.tags() == ["1: Law (manual), Mine (manual)"])
    }

    @Test("Removing takes what a person gave, and refuses the provider's tags and unknown ones, whole")
    func removed() async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        try await fixture.follow(true)
        try await fixture.list([Self.item("1", "Safety", "Law")])
        let store = fixture.store
        let course = try #require(try await fixture.courses().first)
        _ = try await store.addTags(TagName.distinct(["Law", "Mine"]), to: course)
        func remove(_ names: String...) async throws -> TagRemoval {
            try await store.removeTags(TagName.distinct(names), from: course)
        }
        #expect(try await remove("mine", "Safety") == .provided(["Safety"]))
        #expect(try await remove("Mine", "Art", "Safety") == .absent(["Art"]))
        #expect(
            try await fixture.tags() == ["1: Safety (provider), Law (manual), Mine (manual)"])
        let left = [CourseTag(name: "Safety", origin: .provider), CourseTag(name: "Law", origin: .provider)]
        #expect(try await remove("LAW", "Mine") == .removed(left))
        #expect(try await remove("Law") == .provided(["Law"]))
    }

    @Test("Tags are the platform's: one spelling for every provider, group and person")
    func shared() async throws {
        let fixture = try await StoreFixture(groups: ["sales"])
        defer { fixture.remove() }
        let store = fixture.store
        let other = try await store.connection(provider: "other", key: "two")
        let library = try await store.deploy(provider: "other", group: "library", over: other)
        let second = StoreFixture(
            folder: fixture.folder, store: store, connection: other, deployments: [library])
        try await fixture.follow(true)
        try await second.follow(true)
        try await fixture.list([Self.item("1", "Safety")])
        try await second.list([Self.item("a", "safety ", "Law")])
        #expect(try await second.tags("library") == ["a: Safety (provider), Law (provider)"])
        let course = try #require(try await fixture.courses().first)
        _ = try await store.addTags(TagName.distinct(["LAW"]), to: course)
        #expect(try await fixture.tags() == ["1: Safety (provider), Law (manual)"])
        #expect(try await store.tags() == ["Law", "Safety"])
    }

    @Test("Groups that share a connection have their own switch and their own tags by hand")
    func perGroup() async throws {
        let fixture = try await StoreFixture(groups: ["sales", "support"])
        defer { fixture.remove() }
        try await fixture.store.setTagSync(true, of: fixture.deployments[0])
        let items = [Self.item("1", "Safety")]
        try await fixture.list(items)
        #expect(try await fixture.tags("sales") == ["1: Safety (provider)"])
        #expect(try await fixture.tags("support") == ["1:"])
        let course = try #require(try await fixture.courses("support").first)
        _ = try await fixture.store.addTags(TagName.distinct(["Mine"]), to: course)
        #expect(try await fixture.tags("sales") == ["1: Safety (provider)"])
        #expect(try await fixture.tags("support") == ["1: Mine (manual)"])
    }

    @Test("A listing that does not come to its end has tags follow what it did list")
    func incomplete() async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        try await fixture.follow(true)
        try await fixture.list([Self.item("1", "Safety"), Self.item("2", "Law")])
        let settlement = try await fixture.list([Self.item("1", "Art")], total: 2)
        #expect(settlement.incomplete == "the provider ended the listing after 1 of 2 items")
        #expect(try await fixture.tags() == ["1: Art (provider)", "2: Law (provider)"])
    }

    @Test("Courses that move to another connection keep their tags, and follow the subjects there")
    func moved() async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        try await fixture.follow(true)
        try await fixture.list([Self.item("1", "Safety"), Self.item("2", "Law")])
        let course = try #require(try await fixture.courses().first)
        _ = try await fixture.store.addTags(TagName.distinct(["Mine"]), to: course)
        let other = try await fixture.store.connection(provider: "demo", key: "two")
        let moved = try await fixture.store.deploy(provider: "demo", group: "sales", over: other)
        let after = StoreFixture(
            folder: fixture.folder, store: fixture.store, connection: other, deployments: [moved])
        #expect(try await after.tags() == ["1: Safety (provider), Mine (manual)", "2: Law (provider)"])
        try await after.list([Self.item("1", "Art"), Self.item("2", "Law")])
        #expect(try await after.tags() == ["1: Art (provider), Mine (manual)", "2: Law (provider)"])
    }

    @Test("Items that get the revisions of removed ones are tagged and found as any other")
    func revisionsGivenOutAgain() async throws {
        let fixture = try await StoreFixture(groups: [])
        defer { fixture.remove() }
        let store = fixture.store
        func use(_ key: String) async throws -> StoreFixture {
            let connection = try await store.connection(provider: "demo", key: key)
            let deployment = try await store.deploy(provider: "demo", group: "sales", over: connection)
            return StoreFixture(
                folder: fixture.folder, store: store, connection: connection, deployments: [deployment])
        }
        let first = try await use("one")
        try await first.follow(true)
        try await first.list([Self.item("1", "Safety")], rule: Self.nothing)
        // Without courses nothing is taken along, and the items go.
        let second = try await use("two")
        try await second.list([Self.item("2", "Law")])
        #expect(try await second.courses { $0.search = "name" }.count == 1)
        let third = try await use("one")
        try await third.list([Self.item("2", "Law"), Self.item("3", "Art")])
        #expect(try await third.tags() == ["2: Law (provider)", "3: Art (provider)"])
        #expect(try await third.courses { $0.search = "name" }.count == 2)
    }

    private static let nothing = StandingRule(fingerprint: "nothing") { _ in nil }

    @Test(
        "Where nothing changed no row is written, with tags on and with tags off", arguments: [true, false])
    func unchanged(_ isOn: Bool) async throws {
        let fixture = try await StoreFixture(groups: ["sales", "support"])
        defer { fixture.remove() }
        let items = (1...50).map { Self.item("\($0)", "Safety", "Law \($0 % 7)") }
        try await fixture.follow(isOn)
        try await fixture.list(items)
        let writes = try WriteCounter(
            StoreTables(in: fixture.folder),
            tables: [
                "tag", "item_tag", "course_tag", "deployment", "connection", "item", "item_text", "course",
            ])
        func written() throws -> [String] { try writes.written().filter { $0 != "UPDATE connection" } }
        try await fixture.list(items)
        #expect(try written().isEmpty)
        // Where the name of an item changes its tags are looked at, and stay.
        var renamed = items[0]
        renamed.name = "Another name"
        try await fixture.list([renamed] + items.dropFirst())
        #expect(try written() == ["UPDATE item", "UPDATE item_text"])
    }
}

extension StoreFixture {
    fileprivate func follow(_ isOn: Bool) async throws {
        for deployment in deployments { try await store.setTagSync(isOn, of: deployment) }
    }

    /// `id: tags` of every course, in order.
    fileprivate func tags(_ group: String = "sales") async throws -> [String] {
        try await courses(group).map { course in
            let tags = course.tags.map(\.text).joined(separator: ", ")
            return "\(course.content.externalID):\(tags.isEmpty ? "" : " \(tags)")"
        }
    }
}

extension CourseTag {
    fileprivate var text: String { "\(name) (\(origin))" }
}
