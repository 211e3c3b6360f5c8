import Delivery
import DeliveryTesting
import Model
import ConnectorKit
import Foundation
import ThreeSixtyLearningSimulator
import SimulatorSupport
import Store
import Testing

@Suite struct DeliveryFaultTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let fault: String
        /// What the delivery under the fault tells; nil where it gets by.
        let error: String?

        var testDescription: String { fault }
    }

    private static let left = "; 5 still to be sent; the next delivery goes on"

    private static let cases = [
        Case(
            fault: "429=1",
            error: "GET URL/api/v2/users: the service asked to slow down (429) at each of 5 attempts; run it "
                + "again later" + left),
        Case(
            fault: "500=1",
            error: "GET URL/api/v2/users: the service answered 500 at each of 5 attempts; run it again later"
                + left),
        Case(
            fault: "503=1",
            error: "GET URL/api/v2/users: the service answered 503 at each of 5 attempts; run it again later"
                + left),
        Case(fault: "reset=1", error: "GET URL/api/v2/users: the connection was reset (5 attempts)" + left),
        Case(
            fault: "html=1",
            error: "GET URL/api/v2/users: 360Learning answered 200 with what is not its published JSON"
                + left),
        Case(
            fault: "401=1",
            error: "GET URL/api/v2/users: the service refused the access token (401), and a new one too; are "
                + "the credentials those of this service, and do they grant access to it?" + left),
        // An operation that stops gets through with the first half: one course and both statistics are left.
        Case(fault: "failed-operation=1", error: "3 refused; `tributary runs 3` says why"),
        // Every second item: three courses, and the statistic of one that was taken.
        Case(
            fault: "refused-items=1",
            error: "4 refused; `tributary runs 3` says why"),
        Case(fault: "lost@every3", error: nil),
        Case(
            fault: "500@every4",
            error: "POST URL/api/v2/tags: the service answered 500; it was not sent again, since it may have "
                + "been carried out; 1 still to be sent; the next delivery goes on"),
        Case(fault: "429@every2", error: nil),
        Case(fault: "cut@every5", error: nil),
        Case(fault: "reset@every3", error: "POST URL/api/v2/integrations: the connection was reset" + left),
        Case(fault: "401@every3", error: nil),
    ]

    @Test(
        "under a fault what cannot be sent stays in the outbox with a reason, and it drains when the fault ends",
        arguments: cases)
    func drains(_ known: Case) async throws {
        try await DeliverySite.with { site async throws in
            let home = try await DeliveryHost(site, .with(items: 5))
            defer { home.remove() }
            home.portal.enrol(
                enrolment("e1", 1, "a1", 1, 2, .completed), enrolment("e2", 2, "a2", 3, 4))
            try await home.sync()
            try await home.tag("1", "Law")
            try site.strike(known.fault)
            let struck = try await home.deliver(over: site.another())
            let told = struck.error?.replacing(site.url, with: "URL").replacing(/[0-9a-f]{24}/, with: "ID")
            #expect(told == known.error)
            try site.strike()
            let report = try await home.deliver(over: site.another())
            #expect(report.outcome == .done, "\(report.error ?? "")")
            #expect(home.there == ["1 active [Law]"] + (2...5).map { "\($0) active []" })
            #expect(home.attempts(learners: 1...2) == ["1 1 100% 1", "2 2 50% 3"])
            site.platform.clearRequests()
            #expect(try await home.deliver().counters.seen == 0)
            #expect(site.platform.requests == [])
        }
    }
}
