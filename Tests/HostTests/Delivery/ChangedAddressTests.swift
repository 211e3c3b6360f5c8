import ConnectorKit
import Delivery
import DeliveryTesting
import Foundation
import Host
import Model
import Store
import Testing
import ThreeSixtyLearningSimulator

/// Rules A16, A22 and A23 at a platform.
@Suite struct ChangedAddressTests {
    @Test("A statistic that waits for its learner is sent under the address that the learner has now")
    func waiting() async throws {
        try await DeliverySite.with(options: { $0.learners = 2 }) { site async throws in
            let home = try await DeliveryHost(site, .with(items: 1))
            defer { home.remove() }
            home.portal.change { $0.emails["a1"] = "maiden@acme.example" }
            home.portal.enrol(enrolment("e1", 1, "a1", 1, 2, .completed))
            try await home.sync()
            #expect(try await home.deliver().unmatched == 1)
            home.portal.change { $0.emails["a1"] = User.learner(1).mail }
            try await home.syncEverything()
            let report = try await home.deliver()
            #expect((report.statistics, report.unmatched) == (1, 0))
            #expect(home.attempts(learners: 1...2) == ["1 1 100% 1"])
        }
    }

    @Test("What was delivered under a former address that the platform knows is sent again under the new one")
    func twoPeople() async throws {
        try await DeliverySite.with(options: { $0.learners = 2 }) { site async throws in
            let home = try await DeliveryHost(site, .with(items: 1))
            defer { home.remove() }
            home.portal.enrol(enrolment("e1", 1, "a1", 1, 2, .completed), enrolment("e2", 1, "a1", 3, 4))
            try await home.sync()
            try await home.deliver()
            home.portal.change { $0.emails = ["a1": User.learner(2).mail] }
            home.portal.enrol(enrolment("e2", 1, "a1", 3, 5, .completed))
            try await home.syncEverything()
            try await home.deliver()
            #expect(
                home.attempts(learners: 1...2) == ["1 1 100% 1", "1 1 50% 3", "1 2 100% 1", "1 2 100% 3"])
        }
    }

    @Test(
        "Who was renamed at the platform as well has the attempts already: nothing is sent again, or closed")
    func renamed() async throws {
        try await DeliverySite.with(options: { $0.learners = 1 }) { site async throws in
            let home = try await DeliveryHost(site, .with(items: 1))
            defer { home.remove() }
            home.portal.enrol(enrolment("e1", 1, "a1", 1, 2, .completed), enrolment("e2", 1, "a1", 3, 4))
            try await home.sync()
            try await home.deliver()
            site.platform.renameUser(User.learner(1).id, to: User.learner(2).mail)
            home.portal.change { $0.emails = ["a1": User.learner(2).mail] }
            try await home.syncEverything()
            let report = try await home.deliver()
            #expect((report.outcome, report.statistics, report.unmatched) == (.done, 0, 0))
            #expect(home.attempts(learners: 2...2) == ["1 2 100% 1", "1 2 50% 3"])
            home.portal.enrol(enrolment("e2", 1, "a1", 3, 5, .completed))
            try await home.sync()
            try await home.deliver()
            #expect(home.attempts(learners: 2...2) == ["1 2 100% 1", "1 2 100% 3"])
        }
    }

    @Test("A completion closes what was left open before it, also where its own begin was not delivered")
    func leftOpen() async throws {
        try await DeliverySite.with(options: { $0.learners = 2 }) { site async throws in
            let home = try await DeliveryHost(site, .with(items: 1))
            defer { home.remove() }
            home.portal.enrol(enrolment("e1", 1, "a1", 1, 1.5), enrolment("f1", 1, "a2", 1, 1.5))
            try await home.sync()
            try await home.deliver()
            home.portal.enrol(enrolment("f2", 1, "a2", 3, 3.5))
            try await home.sync()
            try await home.deliver()
            home.portal.enrol(
                enrolment("e2", 1, "a1", 3, 4, .completed), enrolment("f2", 1, "a2", 3, 4, .completed))
            try await home.sync()
            let report = try await home.deliver()
            #expect(report.outcome == .done)
            #expect(
                home.attempts(learners: 1...2) == ["1 1 100% 1", "1 1 100% 3", "1 2 100% 1", "1 2 100% 3"])
            site.platform.clearRequests()
            #expect(try await home.deliver().counters.seen == 0)
            #expect(site.platform.requests == [])
        }
    }

    @Test("An enrolment that followed a launch is told with the begin of the launch")
    func launched() async throws {
        try await DeliverySite.with(options: { $0.learners = 1 }) { site async throws in
            let home = try await DeliveryHost(site, .with(items: 1))
            defer { home.remove() }
            try await home.sync()
            let course = try #require(
                await home.host.store.course(externalID: "1", provider: "demo", group: Group.sales.id))
            _ = try await home.host.store.launch(course: course.id, email: User.learner(1).mail, at: hour(1))
            home.portal.enrol(enrolment("e1", 1, "a1", 2, 2.5, .completed))
            try await home.sync()
            try await home.deliver()
            #expect(home.attempts(learners: 1...1) == ["1 1 100% 1"])
        }
    }
}
