import Delivery
import DeliveryTesting
import Model
import ConnectorKit
import ThreeSixtyLearningSimulator
import Store
import Testing

/// What somebody deleted on the platform.
@Suite struct GoneTests {
    @Test("a place that is gone is made anew with the next change, and nothing is archived where it was")
    func current() async throws {
        try await DeliverySite.with { site async throws in
            let home = try await DeliveryHost(site, .with(items: 2))
            defer { home.remove() }
            try await home.sync()
            try await home.deliver()
            site.platform.deleteIntegration(try #require(site.platform.integrations.last).id)
            #expect(home.there == [])
            home.portal.change { $0.longer = [2] }
            try await home.sync()
            let report = try await home.deliver()
            #expect(report.error == nil)
            #expect(report.counters.created == 2)
            #expect(report.counters.archived == 0)
            #expect(home.there == ["1 active []", "2 active []"])
            site.platform.clearRequests()
            #expect(try await home.deliver().counters.seen == 0)
            #expect(site.platform.requests == [])
        }
    }

    @Test("a former place that is gone is forgotten, and breaks no delivery", arguments: [true, false])
    func former(_ isRenamed: Bool) async throws {
        try await DeliverySite.with { site async throws in
            var home = try await DeliveryHost(site, .with(items: 2), groups: [.sales, .engineering])
            defer { home.remove() }
            try await home.sync()
            try await home.deliver()
            let sales = Group.sales.id
            let gone = site.platform.integrations.dropFirst().filter { isRenamed || $0.groupID != sales }
            for place in gone { site.platform.deleteIntegration(place.id) }
            home =
                isRenamed
                ? try await home.next(groups: [.sales, .engineering], name: "Another name")
                : try await home.next(groups: [.sales])
            let report = try await home.deliver()
            #expect(report.error == nil)
            #expect(report.counters.archived == 0)
            #expect(home.there.allSatisfy { $0.hasSuffix("active []") })
            #expect(home.there.count == (isRenamed ? 4 : 2))
            site.platform.clearRequests()
            #expect(try await home.deliver().counters.seen == 0)
            #expect(site.platform.requests == [])
        }
    }

    @Test("a course that is delivered anew has its statistics again, whichever call found that it was gone")
    func statistics() async throws {
        try await DeliverySite.with { site async throws in
            var home = try await DeliveryHost(site, .with(items: 2))
            defer { home.remove() }
            home.portal.enrol(enrolment("e1", 1, "a1", 1, 2), enrolment("e2", 2, "a1", 1, 2))
            try await home.sync()
            try await home.deliver()
            home = try await home.next(languages: ["en"])
            try await home.deliver()
            for course in home.courses { site.platform.deleteCourse(course.id) }
            home = try await home.next()
            try await home.tag("2", "Law")
            let report = try await home.deliver()
            #expect(report.error == nil)
            #expect(report.statistics == 2)
            #expect(home.there == ["1 active []", "2 active [Law]"])
            #expect(home.attempts(learners: 1...1) == ["1 1 50% 1", "2 1 50% 1"])
        }
    }
}
