import ConnectorKit
import Foundation
import Model
import Store
import Synchronization
import Testing
import TestSupport

@testable import Host

@Suite struct RetiringTests {
    private static let now = Date(timeIntervalSince1970: 1_800_000_000)
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
        let retiring = try await fixture.host.store.retiring(at: Self.now)
        #expect(
            retiring.map { Record($0).json } == [
                #"{"externalId":"6","name":"Older","provider":"demo","retiresAt":"2027-05-01T00:00:00Z","groups":["all","even"],"alternatives":["2"],"paths":[]}"#,
                #"{"externalId":"5","name":"Old","provider":"demo","retiresAt":"2027-06-01T00:00:00Z","groups":["all"],"alternatives":[],"paths":[]}"#,
            ])
        #expect(retiring[0].alternatives?.map(\.name) == ["Item 2"])
        #expect(try await fixture.host.store.retiring(group: "even", at: Self.now).map(\.externalID) == ["6"])
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
        #expect(try await store.retiring(at: Self.now).map(\.paths) == [["Onboarding"]])
        #expect(Record(try await store.retiring(at: Self.now)[0])["paths"] == .texts(["Onboarding"]))
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
        #expect(try await fixture.host.store.retiring(at: Self.now).map(\.alternatives) == [nil])
    }

    @Test("An event's date of retirement counts where the item names none, and yields to the item's own")
    func announced() async throws {
        let fixture = try await WebhookFixture()
        defer { fixture.remove() }
        try await fixture.list([2, 8])
        fixture.service.change { $0.alternatives = ["2": ["8"]] }
        try await fixture.call(WebhookFixture.event("e1", "retirement", "2", at: Self.may))
        try await fixture.work()
        let announced = try await fixture.host.store.retiring(at: Self.now)
        #expect(announced.map(\.retiresAt) == [Self.may])
        #expect(announced[0].alternatives?.map(\.externalID) == ["8"])
        fixture.service.change {
            $0.items["2"] =
                #"{"id":2,"title":"Item 2","lang":"en","type":"course","retires":"2027-06-01T00:00:00Z"}"#
        }
        try await fixture.call(WebhookFixture.event("e2", "retirement", "2", at: Self.may))
        try await fixture.work()
        #expect(
            try await fixture.host.store.retiring(at: Self.now).map { Record($0)["retiresAt"] } == [
                .text("2027-06-01T00:00:00Z")
            ])
    }

    @Test("What has retired is left out, and nothing is suggested for it")
    func past() async throws {
        let fixture = try await WebhookFixture()
        defer { fixture.remove() }
        fixture.service.change {
            $0.items["5"] =
                #"{"id":5,"title":"Gone","lang":"en","type":"course","retires":"2026-06-01T00:00:00Z"}"#
            $0.items["6"] =
                #"{"id":6,"title":"Old","lang":"en","type":"course","retires":"2027-05-01T00:00:00Z"}"#
        }
        try await fixture.list([1])
        let store = fixture.host.store
        #expect(try await store.retiring(at: Self.now).map(\.externalID) == ["6"])
        #expect(
            fixture.service.read { $0.asked.filter { $0.hasPrefix("alternatives") } } == ["alternatives 6"])
        let date = try #require(Timestamp.date("2027-05-01T00:00:00Z"))
        #expect(try await store.retiring(at: date - 1).count == 1)
        #expect(try await store.retiring(at: date).isEmpty)
        // A day that has begun in one zone and not in another is one instant.
        #expect(Timestamp.date("2027-05-01T02:00:00+02:00") == date)
    }

    @Test("A suggestion is active in the group, is another item, and does not retire first")
    func suggestions() async throws {
        let fixture = try await WebhookFixture()
        defer { fixture.remove() }
        func item(_ id: Int, _ language: String, _ retires: String? = nil) -> String {
            let date = retires.map { #","retires":"\#($0)"# + "\"" } ?? ""
            return #"{"id":\#(id),"title":"Item \#(id)","lang":"\#(language)","type":"course"\#(date)}"#
        }
        fixture.service.change {
            $0.items["3"] = item(3, "fr")
            $0.items["4"] = item(4, "en", "2027-04-01T00:00:00Z")
            $0.items["5"] = item(5, "en", "2027-07-01T00:00:00Z")
            $0.items["6"] = item(6, "en", "2027-05-01T00:00:00Z")
            $0.items["7"] = #"{"id":7,"lang":"en","type":"course"}"#
            $0.alternatives = ["6": ["6", "3", "4", "5", "7", "8", "2", "999"]]
        }
        try await fixture.list([2, 8])
        let store = fixture.host.store
        func suggested(_ group: String? = nil) async throws -> [String]? {
            try await store.retiring(group: group, at: Self.now).first { $0.externalID == "6" }?
                .alternatives?.map(\.externalID)
        }
        #expect(try await suggested() == ["5", "8", "2"])
        #expect(try await suggested("all") == ["3", "5", "8", "2"])
        #expect(try await suggested("even") == ["5", "8", "2"])
        let course = try #require(try await store.course(externalID: "8", provider: "demo", group: "even"))
        _ = try await store.setManualArchive(true, course: course.id, group: "even")
        #expect(try await suggested() == ["5", "2"])
        #expect(try await suggested("all") == ["3", "5", "8", "2"])
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
        #expect(try await fixture.host.store.retiring(at: Self.now).isEmpty)
    }
}
