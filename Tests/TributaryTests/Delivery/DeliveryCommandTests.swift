import ConnectorKit
import Foundation
import Go1Simulator
import Model
import ThreeSixtyLearningSimulator
import Testing
import TestSupport

/// Delivery to 360Learning as an administrator has it on the command line.
@Suite struct DeliveryCommandTests {
    @Test("sync delivers and waits, and says what came of it; the second one has nothing to send")
    func sync() async throws {
        try await DeliverySandbox.with(items: 40) { home in
            let plan = try await home.sandbox.run("sync", "catalog", "--dry-run")
            #expect(plan.status == 0, "\(plan.errors)")
            let count = try #require(plan.output.firstMatch(of: /courses  (\d+) created/)?.1)
            #expect(
                plan.output.hasSuffix(
                    """
                    would prepare "Go1 by Tributary" in the group \(DeliverySandbox.group)
                    would add or replace \(count) courses (1 call)

                    """), "\(plan.output)")
            #expect(home.platform.requests == [])
            let done = try await home.sandbox.run("sync", "catalog")
            #expect(done.status == 0, "\(done.errors)")
            #expect(done.errors == "")
            #expect(
                home.told(done.output).hasSuffix(
                    """
                    delivery to 360learning: done
                      courses     \(count) added, 0 replaced, 0 archived, 0 unarchived, 0 tagged
                      statistics  0 taken
                      sent        REQUESTS

                    """), "\(done.output)")
            let active = try await home.active()
            #expect(home.activeThere == active)
            #expect(String(active.count) == count)
            home.platform.clearRequests()
            let again = try await home.sandbox.run("sync", "catalog", "--format", "ndjson")
            #expect(again.status == 0)
            let runs = try again.records([String: JSONValue].self)
            #expect(runs.map { $0["kind"]?.plain } == ["catalog", "delivery"])
            #expect(runs.last?["provider"]?.plain == "360learning")
            #expect(runs.last?["seen"]?.plain == "0")
            #expect(home.platform.requests == [])
        }
    }

    @Test("filters, archiving by hand and tags reach the platform with the command that sets them")
    func changes() async throws {
        try await DeliverySandbox.with(items: 40) { home in
            let sandbox = home.sandbox
            #expect(try await sandbox.run("sync", "catalog").status == 0)
            let all = home.activeThere
            let set = try await sandbox.run(
                "filters", "set", "--group", DeliverySandbox.group, "--language", "en")
            #expect(set.status == 0, "\(set.errors)")
            let english = sandbox.portal.expectedIDs(languages: ["en"])
            #expect(home.activeThere == english)
            #expect(
                home.told(set.output) == """
                    providers/sales.yaml is changed: \(all.count - english.count) archived, 0 active again or new
                    delivery to 360learning: done
                      courses     0 added, 0 replaced, \(all.count - english.count) archived, 0 unarchived, 0 tagged
                      statistics  0 taken
                      sent        REQUESTS

                    """)
            let course = try #require(
                try await sandbox.courses(of: DeliverySandbox.group).first { !$0.archived })
            let target = ["--group", DeliverySandbox.group, "--course", course.id]
            let archived = try await sandbox.start(["courses", "archive"] + target).finished()
            #expect(archived.status == 0, "\(archived.errors)")
            #expect(home.activeThere == english.filter { $0 != course.externalId })
            #expect(try await sandbox.start(["courses", "unarchive"] + target).finished().status == 0)
            #expect(home.activeThere == english)
            let tagged = try await sandbox.start(["tags", "add"] + target + ["Law"]).finished()
            #expect(tagged.status == 0, "\(tagged.errors)")
            #expect(home.platform.tags.map(\.name) == ["Law"])
            #expect(
                home.delivered.filter { !$0.tags.isEmpty }.map(\.externalID) == [course.externalId])
            home.platform.clearRequests()
            #expect(try await sandbox.start(["tags", "list"] + target).finished().status == 0)
            #expect(home.platform.requests == [])
            #expect(try await sandbox.start(["tags", "remove"] + target + ["Law"]).finished().status == 0)
            #expect(home.delivered.allSatisfy { $0.tags.isEmpty })
        }
    }

    @Test("what the platform refuses is exit status 1, shown by status and runs, and sent again by replay")
    func refused() async throws {
        try await DeliverySandbox.with(items: 3) { home in
            let sandbox = home.sandbox
            try home.strike("refused-items=1")
            var ids: [String] = []
            for count in [2, 1, 1] {
                let done = try await sandbox.run("sync", "catalog")
                #expect(done.status == 1)
                let run = try #require(done.errors.firstMatch(of: /runs (\d+)/)?.1)
                ids.append(String(run))
                #expect(
                    done.errors
                        == "tributary: delivery to 360learning: \(count) refused; `tributary runs \(run)` says why\n"
                )
            }
            let told = try await sandbox.run("runs", try #require(ids.last))
            let external = try #require(try await home.active().first { !home.activeThere.contains($0) })
            #expect(told.output.contains("\(external)  a fault on demand\n"), "\(told.output)")
            let status = try await sandbox.run("status")
            #expect(
                home.told(status.output).hasSuffix(
                    """
                    DELIVERY       PROVIDER  WAITING  OLDEST (UTC+01:00)  UNMATCHED  SET ASIDE
                    Sales Academy  go1             0                              0          1
                    last delivery: DATE AND TIME incomplete
                    last delivery: 1 refused; `tributary runs \(ids[2])` says why
                    not delivered: content of \(external): a fault on demand (set aside; `tributary replay` tries it again)

                    """), "\(status.output)")
            try home.strike()
            #expect(try await sandbox.run("sync", "catalog").status == 0)
            #expect(!home.activeThere.contains(external))
            let replay = try await sandbox.run("replay")
            #expect(replay.status == 0, "\(replay.errors)")
            #expect(
                home.told(replay.output) == """
                    1 set-aside delivery is sent again.
                    delivery to 360learning: done
                      courses     1 added, 0 replaced, 0 archived, 0 unarchived, 0 tagged
                      statistics  0 taken
                      sent        REQUESTS

                    """)
            let active = try await home.active()
            #expect(home.activeThere == active)
        }
    }

    @Test("a platform that cannot be delivered to is exit status 1, and what waits is shown with the reason")
    func unreachable() async throws {
        try await DeliverySandbox.with(items: 3) { home in
            try home.write { $0.id = "62be0535045424d93edaad7b" }
            let done = try await home.sandbox.run("sync", "catalog")
            #expect(done.status == 1)
            let reason =
                "360Learning has no group 62be0535045424d93edaad7b; group: is the id in the address of the "
                + "group's page; 3 still to be sent; the next delivery goes on"
            #expect(done.errors == "tributary: delivery to 360learning: \(reason)\n")
            let status = try await home.sandbox.run("status")
            #expect(
                home.told(status.output).hasSuffix(
                    """
                    DELIVERY       PROVIDER  WAITING  OLDEST (UTC+01:00)  UNMATCHED  SET ASIDE
                    Sales Academy  go1             3                              0          0
                    last delivery: DATE AND TIME incomplete
                    last delivery: \(reason)

                    """), "\(status.output)")
            let record = try #require(
                try await home.sandbox.run("status", "--format", "ndjson").records([String: JSONValue].self)
                    .first)
            #expect(record["deliveryPending"]?.plain == "3")
            #expect(record["lastDeliveryOutcome"]?.plain == "incomplete")
            #expect(record["lastDeliveryError"]?.plain == reason)
        }
    }

    @Test(
        "the test environment delivers when it is told to, and never else; production does not where told so")
    func environments() async throws {
        try await DeliverySandbox.with(items: 3, environment: "test") { home in
            #expect(try await home.sandbox.run("sync", "catalog").status == 0)
            let set = try await home.sandbox.run(
                "filters", "set", "--group", DeliverySandbox.group, "--type", "course")
            #expect(set.status == 0)
            #expect(
                try await home.sandbox.run("filters", "set", "--group", DeliverySandbox.group).status == 0)
            #expect(home.platform.requests == [])
            #expect(try await home.sandbox.run("sync", "catalog", "--deliver").status == 0)
            let active = try await home.active()
            #expect(home.activeThere == active)
        }
        try await DeliverySandbox.with(items: 3) { home async throws in
            #expect(try await home.sandbox.run("sync", "catalog", "--no-deliver").status == 0)
            #expect(home.platform.requests == [])
        }
    }
}
