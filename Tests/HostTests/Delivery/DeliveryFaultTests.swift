import ConnectorKit
import Foundation
import Host
import LMSSimulator
import SimulatorSupport
import Store
import Testing

@Suite struct DeliveryFaultTests {
    @Test(
        "a fault leaves what cannot be sent in the outbox with its reason, and it drains when the fault ends",
        arguments: [
            "429=1", "500=1", "503=1", "reset=1", "html=1", "401=1", "lost@every3", "500@every4",
            "429@every2",
            "cut@every5", "reset@every3", "failed-operation=1", "refused-items=1",
        ])
    func drains(_ fault: String) async throws {
        try await DeliverySite.with { site async throws in
            let home = try await DeliveryHost(site, .with(items: 5))
            defer { home.remove() }
            home.portal.enrol(
                enrolment("e1", 1, "a1", 1, 2, .completed), enrolment("e2", 2, "a2", 3, 4))
            try await home.sync()
            try await home.tag("1", "Law")
            try site.strike(fault)
            let struck = try await home.deliver(over: site.another())
            if struck.outcome != .done { #expect(struck.error?.isEmpty == false) }
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
