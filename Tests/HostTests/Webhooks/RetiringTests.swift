import ConnectorKit
import Foundation
import Model
import Store
import Synchronization
import Testing
import TestSupport

@testable import Host

@Suite struct RetiringTests {
    private static let may = Date(timeIntervalSince1970: 1_809_129_600)

    @Test("What retires is listed with the groups that use it and the provider's suggestions")
    func listed() async throws {
        let fixture = try await WebhookFixture()
        defer { fixture.remove() }
        fixture.service.change {
            $0.items["5"] =
                #"{"id":5,"title":"Old","lang":"fr","type":"course","retires":"2027-06-01T00:00:00Z"}"#
            $0.items["6"] =
                #"{"id":6,"title":"Older","lang":"en","type":"course","retires":"2027-05-01T00:00:00Z"}"#
            $0.alternatives = ["6": ["2", "999"]]
        }
        try await fixture.list([1, 2])
        let retiring = try await fixture.host.store.retiring()
        #expect(
            retiring.map { Record($0).json } == [
                #"{"externalId":"6","name":"Older","provider":"demo","retiresAt":"2027-05-01T00:00:00Z","groups":["all","even"],"alternatives":["2","999"],"paths":[]}"#,
                #"{"externalId":"5","name":"Old","provider":"demo","retiresAt":"2027-06-01T00:00:00Z","groups":["all"],"alternatives":[],"paths":[]}"#,
            ])
        #expect(retiring[0].alternatives?.map(\.name) == ["Item 2", nil])
        #expect(try await fixture.host.store.retiring(group: "even").map(\.externalID) == ["6"])
    }

    @Test("What retires names the paths that its courses are in, in their order, each once")
    func paths() async throws {
        let fixture = try await WebhookFixture()
        defer { fixture.remove() }
        try await fixture.list([2])
        try await fixture.call(WebhookFixture.event("e1", "retirement", "2", at: Self.may))
        try await fixture.work()
        let store = fixture.host.store
        let courses = Mutex<[Int64]>([])
        for group in ["all", "even"] {
            try await store.forEachCourse(CourseQuery(group: group)) { batch in
                courses.withLock { $0 += batch.map(\.id) }
            }
        }
        #expect(courses.withLock(\.count) == 2)
        for (name, own) in [("Onboarding", courses.withLock(\.self)), ("Safety", [])] {
            let path = try #require(try await store.addPath(named: name))
            for course in own { _ = try await store.place(course, inPath: path.id, at: nil) }
        }
        #expect(try await store.retiring().map(\.paths) == [["Onboarding"]])
        #expect(Record(try await store.retiring()[0])["paths"] == .texts(["Onboarding"]))
    }

    @Test("Suggestions are asked for once, and again after a week or for another date")
    func asked() async throws {
        let fixture = try await WebhookFixture()
        defer { fixture.remove() }
        func questions() -> Int { fixture.service.read { $0.asked.count { $0 == "alternatives 6" } } }
        func item(_ date: String) -> String {
            #"{"id":6,"title":"Older","lang":"en","type":"course","retires":"\#(date)"}"#
        }
        fixture.service.change { $0.items["6"] = item("2027-05-01T00:00:00Z") }
        try await fixture.list([1])
        try await fixture.list([1])
        #expect(questions() == 1)
        fixture.service.change { $0.items["6"] = item("2027-05-02T00:00:00Z") }
        try await fixture.list([1])
        #expect(questions() == 2)
        fixture.time.pass(7 * 86_400 + 1)
        try await fixture.list([1])
        #expect(questions() == 3)
    }

    @Test("A provider that suggests nothing because it fails, fails no run")
    func failing() async throws {
        let fixture = try await WebhookFixture()
        defer { fixture.remove() }
        fixture.service.change {
            $0.items["6"] =
                #"{"id":6,"title":"Older","lang":"en","type":"course","retires":"2027-05-01T00:00:00Z"}"#
            $0.refuse = { _ in .transient("down") }
        }
        try await fixture.list([1])
        #expect(try await fixture.host.store.newestRuns().map(\.outcome) == [.done])
        #expect(try await fixture.host.store.retiring().map(\.alternatives) == [nil])
    }

    @Test("An event's date of retirement counts where the item names none, and yields to the item's own")
    func announced() async throws {
        let fixture = try await WebhookFixture()
        defer { fixture.remove() }
        try await fixture.list([2])
        fixture.service.change { $0.alternatives = ["2": ["8"]] }
        try await fixture.call(WebhookFixture.event("e1", "retirement", "2", at: Self.may))
        try await fixture.work()
        let announced = try await fixture.host.store.retiring()
        #expect(announced.map(\.retiresAt) == [Self.may])
        #expect(announced[0].alternatives?.map(\.externalID) == ["8"])
        fixture.service.change {
            $0.items["2"] =
                #"{"id":2,"title":"Item 2","lang":"en","type":"course","retires":"2027-06-01T00:00:00Z"}"#
        }
        try await fixture.call(WebhookFixture.event("e2", "retirement", "2", at: Self.may))
        try await fixture.work()
        #expect(
            try await fixture.host.store.retiring().map { Record($0)["retiresAt"] } == [
                .text("2027-06-01T00:00:00Z")
            ])
    }

    @Test("Content that no group uses any more is not listed")
    func unused() async throws {
        let fixture = try await WebhookFixture()
        defer { fixture.remove() }
        try await fixture.list([2])
        try await fixture.call(WebhookFixture.event("e1", "retirement", "2", at: Self.may))
        try await fixture.work()
        fixture.service.change { $0.items["2"] = nil }
        try await fixture.call(WebhookFixture.event("e2", "content", "2"))
        try await fixture.work()
        #expect(try await fixture.host.store.retiring().isEmpty)
    }
}
