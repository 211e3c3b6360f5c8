import ConnectorKit
import Foundation
import Go1Simulator
import Model
import Testing
import TestSupport
import ThreeSixtyLearningSimulator

/// `reconcile` as an administrator has it on the command line.
@Suite struct ReconcileCommandTests {
    @Test("the workspace has nothing to reconcile")
    func workspace() async throws {
        try await Sandbox.with(items: 3) { sandbox in
            try sandbox.write(Sandbox.Group())
            let line =
                "Results go to the workspace, which holds what it was told; there is nothing to reconcile.\n"
            let done = try await sandbox.run("reconcile")
            #expect(done.status == 0)
            #expect(done.output == line)
            let machine = try await sandbox.run("reconcile", "--format", "json")
            #expect(machine.status == 0)
            #expect(machine.output == "[]\n")
            #expect(machine.errors == line)
        }
    }

    @Test("what people changed is shown, with --dry-run only shown, then mended, and nothing is left to do")
    func mended() async throws {
        try await DeliverySandbox.with(items: 12) { home in
            let sandbox = home.sandbox
            #expect(try await sandbox.run("sync", "catalog").status == 0)
            let (first, second) = (home.delivered[0], home.delivered[1])
            home.platform.setArchived(true, first.id)
            home.platform.deleteCourse(second.id)
            home.platform.clearRequests()
            let shown = try await sandbox.run("reconcile", "--dry-run")
            #expect(shown.status == 0, "\(shown.errors)")
            #expect(home.platform.requests.allSatisfy { $0.method == "GET" || $0.path.hasSuffix("token") })
            #expect(shown.output.hasSuffix("\n2 differences\n"), "\(shown.output)")
            let told = try await sandbox.run("reconcile", "--dry-run", "--format", "ndjson")
            let records = try told.records([String: JSONValue].self)
            #expect(records.map { $0["difference"]?.plain } == ["archived", "deleted"])
            #expect(records.map { $0["externalId"]?.plain } == [first.externalID, second.externalID])
            #expect(
                topLevelKeys(of: told.output.split(separator: "\n")[0]) == [
                    "group", "provider", "course", "externalId", "name", "user", "difference", "found",
                    "action",
                ])
            let done = try await sandbox.run("reconcile", "--group", DeliverySandbox.group)
            #expect(done.status == 0, "\(done.errors)")
            #expect(
                home.told(done.output).hasSuffix(
                    """
                    2 differences
                    reconcile with 360learning: done
                      courses     1 added, 0 replaced, 0 archived, 0 unarchived, 0 tagged
                      statistics  0 taken
                      sent        REQUESTS

                    """), "\(done.output)")
            let courses = try await sandbox.run(
                "courses", "--group", DeliverySandbox.group, "--archived", "yes", "--format", "ndjson")
            let archived = try courses.records([String: JSONValue].self).filter {
                $0["externalId"]?.plain == first.externalID
            }
            #expect(archived.map { $0["archivedBecause"] } == [.list([.text("platform")])])
            let explained = try await sandbox.run(
                "explain", first.externalID, "--group", DeliverySandbox.group)
            #expect(
                explained.output.contains("platform: a person archived it on the platform"),
                "\(explained.output)")
            let again = try await sandbox.run("reconcile")
            #expect(again.output.hasPrefix("0 differences\n"), "\(again.output)")
            let run = try #require(
                try await sandbox.run("runs", "--format", "ndjson").records([String: JSONValue].self).first {
                    $0["kind"]?.plain == "reconcile" && $0["created"]?.plain == "1"
                })
            let shownRun = try await sandbox.run("runs", try #require(run["id"]?.plain))
            #expect(
                shownRun.output.contains("deleted there; made anew with its tags and statistics"),
                "\(shownRun.output)")
        }
    }

    @Test("what the platform refuses is exit status 1, and Ctrl-C is 130; the next one does the rest")
    func troubles() async throws {
        try await DeliverySandbox.with(items: 5) { home in
            let sandbox = home.sandbox
            #expect(try await sandbox.run("sync", "catalog").status == 0)
            home.platform.rename(home.delivered[0].id, to: "Theirs")
            try home.strike("refused-items=1")
            let refused = try await sandbox.run("reconcile")
            #expect(refused.status == 1)
            #expect(
                refused.errors.hasPrefix(
                    "tributary: reconcile with 360learning: 1 refused; `tributary runs "),
                "\(refused.errors)")
            try home.strike("slow=1")
            home.platform.clearRequests()
            let running = try sandbox.start(["reconcile"])
            await eventually("the platform is asked") {
                home.platform.requests.contains { !$0.path.hasSuffix("token") }
            }
            running.send(SIGINT)
            #expect(await running.finished().status == 130)
            try home.strike()
            let done = try await sandbox.run("reconcile")
            #expect(done.status == 0, "\(done.errors)")
            #expect(home.delivered[0].name != "Theirs")
        }
    }
}
