import Host
import Delivery
import DeliveryTesting
import ConnectorKit
import Foundation
import ThreeSixtyLearningSimulator
import Model
import Store
import StoreTesting
import Synchronization
import Testing

@Suite struct DeliveryRunTests {
    @Test(
        "a first delivery sends all courses of each group in one batch a group, a second one asks for nothing"
    )
    func first() async throws {
        try await DeliverySite.with { site async throws in
            let home = try await DeliveryHost(
                site, .with(items: 4), groups: [.sales, .engineering])
            defer { home.remove() }
            try await home.sync()
            let report = try await home.deliver()
            #expect(report.outcome == .done)
            #expect(report.error == nil)
            #expect(report.counters.created == 8)
            #expect(report.counters.seen == 8)
            #expect(home.there == (0..<8).map { "\($0 % 4 + 1) active []" })
            #expect(home.writes.count { $0.hasPrefix("PUT bulk") } == 2)
            let run = try #require(await home.host.store.runs(limit: 1).first)
            #expect(run.kind == "delivery")
            #expect(run.provider == "360learning")
            #expect(run.counters.created == 8)
            site.platform.clearRequests()
            try await home.sync()
            let again = try await home.next(groups: [.sales, .engineering]).deliver()
            #expect(again.outcome == .done)
            #expect(again.counters.seen == 0)
            #expect(site.platform.requests == [])
        }
    }

    @Test("only what changed is sent, and a change that the platform has no field for is not")
    func change() async throws {
        try await DeliverySite.with { site async throws in
            let home = try await DeliveryHost(site, .with(items: 6))
            defer { home.remove() }
            try await home.sync()
            try await home.deliver()
            home.portal.change {
                $0.longer = [2]
                $0.items.append(7)
            }
            try await home.sync()
            site.platform.clearRequests()
            let report = try await home.deliver()
            #expect(report.counters.created == 1)
            #expect(report.counters.updated == 1)
            #expect(home.writes.count == 1)
            #expect(home.courses.map(\.duration) == [60, 61, 60, 60, 60, 60, 60])
        }
    }

    @Test(
        "a filter archives in batches and restores one by one; a deployment that is switched off archives all"
    )
    func filters() async throws {
        try await DeliverySite.with { site async throws in
            var home = try await DeliveryHost(site, .with(items: 4))
            defer { home.remove() }
            try await home.sync()
            try await home.deliver()
            home = try await home.next(languages: ["en"])
            #expect(try await home.deliver().counters.archived == 2)
            #expect(home.there == ["1 archived []", "2 active []", "3 archived []", "4 active []"])
            site.platform.clearRequests()
            home = try await home.next()
            #expect(try await home.deliver().counters.unarchived == 2)
            #expect(home.writes.count == 2)
            #expect(home.there == (1...4).map { "\($0) active []" })
            home = try await home.next(enabled: false)
            #expect(try await home.deliver().counters.archived == 4)
            #expect(home.there == (1...4).map { "\($0) archived []" })
        }
    }

    @Test("a course that somebody deleted on the platform is delivered anew when it is to be there again")
    func deleted() async throws {
        try await DeliverySite.with { site async throws in
            var home = try await DeliveryHost(site, .with(items: 4))
            defer { home.remove() }
            try await home.sync()
            try await home.deliver()
            home = try await home.next(languages: ["en"])
            try await home.deliver()
            site.platform.deleteCourse(try #require(home.courses.first).id)
            #expect(home.there == ["2 active []", "3 archived []", "4 active []"])
            home = try await home.next()
            try await home.tag("2", "Law")
            site.platform.deleteCourse(try #require(home.courses.first).id)
            let report = try await home.deliver()
            #expect(report.outcome == .done, "\(report.error ?? "")")
            #expect(report.counters.created == 2)
            #expect(report.counters.unarchived == 1)
            #expect(report.tagged == 1)
            #expect(home.there == ["1 active []", "2 active [Law]", "3 active []", "4 active []"])
        }
    }

    @Test(
        "a delivery at work is told as one by commands beside it, and one whose process is gone as interrupted"
    )
    func beside() async throws {
        try await DeliverySite.with { site async throws in
            let home = try await DeliveryHost(site, .with(items: 2))
            defer { home.remove() }
            try await home.sync()
            let seen = Mutex<[Run]>([])
            let platform = AwkwardPlatform(
                site.client,
                atSubmit: {
                    guard let other = try? await home.next(),
                        let runs = try? await other.host.store.runs(limit: 1)
                    else { return }
                    seen.withLock { $0 += runs }
                })
            #expect(try await home.deliver(over: platform).outcome == .done)
            #expect(seen.withLock { $0.map(\.kind) } == ["delivery"])
            #expect(seen.withLock { $0.map(\.outcome) } == [nil])
            let store = home.host.store
            _ = try await store.leased().beginRun(
                kind: "delivery", provider: "360learning", connection: .every, groups: [], at: site.now())
            let next = try await home.next()
            #expect(try await next.host.store.runs(limit: 1).first?.outcome == .interrupted)
        }
    }

    @Test("a group that is taken out of the files archives what it has on the platform")
    func takenOut() async throws {
        try await DeliverySite.with { site async throws in
            var home = try await DeliveryHost(site, .with(items: 2), groups: [.sales, .engineering])
            defer { home.remove() }
            try await home.sync()
            try await home.deliver()
            home = try await home.next(groups: [.sales])
            let report = try await home.deliver()
            #expect(report.outcome == .done)
            #expect(report.counters.archived == 2)
            let states = home.there.map { $0.split(separator: " ")[1] }
            #expect(states.count { $0 == "archived" } == 2 && states.count { $0 == "active" } == 2)
            site.platform.clearRequests()
            #expect(try await home.deliver().counters.seen == 0)
            #expect(site.platform.requests == [])
        }
    }

    @Test("a deployment with another place archives what it has in the former one")
    func moved() async throws {
        try await DeliverySite.with { site async throws in
            var home = try await DeliveryHost(site, .with(items: 2))
            defer { home.remove() }
            try await home.sync()
            try await home.deliver()
            home = try await home.next(name: "Another name")
            let report = try await home.deliver()
            #expect(report.outcome == .done)
            #expect(home.there == ["1 archived []", "2 archived []", "1 active []", "2 active []"])
        }
    }

    @Test(
        "an enrolment is one statistic, sent once; an unknown learner's waits until the platform knows them")
    func statistics() async throws {
        try await DeliverySite.with(options: { $0.learners = 2 }) { site async throws in
            let home = try await DeliveryHost(site, .with(items: 3))
            defer { home.remove() }
            home.portal.enrol(
                enrolment("e1", 1, "a1", 1, 2, .completed), enrolment("e2", 1, "a1", 3, 4),
                enrolment("e3", 2, "a2", 1, 2), enrolment("e4", 2, "a3", 1, 2))
            try await home.sync()
            let report = try await home.deliver()
            #expect(report.outcome == .done)
            #expect(report.statistics == 3)
            #expect(report.unmatched == 1)
            let expected = ["1 1 100% 1", "1 1 50% 3", "2 2 50% 1"]
            #expect(home.attempts(learners: 1...3) == expected)
            site.platform.clearRequests()
            let again = try await home.deliver()
            #expect(again.statistics == 0)
            #expect(again.unmatched == 1)
            #expect(home.writes.count == 1)
            // Which learner is missing is told once, not with every delivery.
            let store = home.host.store
            #expect(try await store.skippedItems(of: report.id).map(\.externalID) == ["2"])
            #expect(try await store.skippedItems(of: again.id).isEmpty)
            site.platform.addUser("learner-3")
            #expect(try await home.deliver().statistics == 1)
            #expect(home.attempts(learners: 1...3) == expected + ["2 3 50% 1"])
            site.platform.clearRequests()
            #expect(try await home.deliver().counters.seen == 0)
            #expect(site.platform.requests == [])
        }
    }

    @Test("a statistic that is refused while nobody can be looked up waits, and is not held against anyone")
    func lookUp() async throws {
        try await DeliverySite.with(options: { $0.learners = 2 }) { site async throws in
            let home = try await DeliveryHost(site, .with(items: 1))
            defer { home.remove() }
            home.portal.enrol(enrolment("e1", 1, "a3", 1, 2))
            try await home.sync()
            let report = try await home.deliver(
                over: AwkwardPlatform(site.client, nobody: .transient("no answer")))
            #expect(report.error == "no answer; 1 still to be sent; the next delivery goes on")
            #expect(report.refused == 0 && report.unmatched == 0)
            #expect(try await home.host.store.skippedItems(of: report.id).isEmpty)
            let next = try await home.deliver()
            #expect(next.error == nil)
            #expect(next.unmatched == 1)
        }
    }

    @Test("tags are put beside those of people, and only the host's own are taken off again")
    func tags() async throws {
        try await DeliverySite.with { site async throws in
            let home = try await DeliveryHost(site, .with(items: 2))
            defer { home.remove() }
            try await home.sync()
            try await home.deliver()
            let course = try #require(home.courses.first)
            site.platform.addTag(site.platform.addTag("Mine").id, to: course.id)
            try await home.tag("1", "Law", "Sales")
            let report = try await home.deliver()
            #expect(report.tagged == 1)
            #expect(home.there == ["1 active [Law Mine Sales]", "2 active []"])
            try await home.untag("1", "Law")
            #expect(try await home.deliver().tagged == 1)
            #expect(home.there == ["1 active [Mine Sales]", "2 active []"])
            site.platform.clearRequests()
            #expect(try await home.deliver().tagged == 0)
            #expect(site.platform.requests == [])
        }
    }
}
