import Model
import SimulatorSupport
import ConnectorKit
import Foundation
import Go1Simulator
import StoreTesting
import Testing
import TestSupport

/// `push_completions: true` at work in `sync`.
@Suite struct CompletionSyncTests {
    private static let asking = Sandbox.Group().text.replacing(
        "    filters:", with: "    push_completions: true\n    filters:")

    /// A portal that has the content `safe-1`, and a workspace in which learners complete it as a course of
    /// another provider.
    private static func with(
        environment: String = "production", _ body: @escaping @Sendable (Sandbox) async throws -> Void
    ) async throws {
        try await Sandbox.with(items: 5, { $0.enrolments = 0 }) { sandbox in
            try sandbox.write("environment: \(environment)\n", to: "tributary.yaml")
            try sandbox.write(asking, to: "providers/sales.yaml")
            try sandbox.write(
                """
                        external_reference,title,description,launch_url,image
                safe-1,T,D,https://lms.example.com/1,https://lms.example.com/1.png

                """, to: "c.csv")
            let pushed = try await sandbox.run("push", "content", "c.csv", "--group", Sandbox.sales)
            #expect(pushed.status == 0, "\(pushed.errors)")
            try sandbox.tables().run(
                """
                INSERT INTO connection (id, provider, key) VALUES (90, 'other', 'k');
                INSERT INTO deployment (id, group_id, provider, connection)
                    VALUES (90, '\(Sandbox.sales)', 'other', 90);
                INSERT INTO item (id, connection, external_id, digest, revision, state, published,
                    provider_type, content_type)
                    VALUES (90, 90, 'safe-1', 1, 1, 0, 1, 'course', 'course');
                INSERT INTO item_text (item, name, launch_url, authors, subjects)
                    VALUES (90, 'Safety', 'https://l', '', '');
                INSERT INTO course (id, deployment, item, reasons) VALUES (90, 90, 90, 0);
                """)
            try await body(sandbox)
        }
    }

    private static func complete(_ email: String, _ sandbox: Sandbox) async throws {
        try sandbox.tables().run(
            """
            INSERT INTO learner (email) VALUES ('\(email)');
            INSERT INTO attempt (course, learner, first_activity, last_activity, completed_at, progress, result,
                filled)
                SELECT 90, id, 1772357400000, 1772361000000, 1772361000000, 100, 1, 1 FROM learner
                WHERE email = '\(email)';
            """)
    }

    /// Syncs; the push among its runs as `outcome seen updated skipped`.
    private static func sync(_ sandbox: Sandbox, _ more: String..., status: Int32 = 0) async throws
        -> (push: String?, errors: String)
    {
        let done = try await sandbox.start(["sync", "catalog", "--format", "ndjson"] + more).finished()
        #expect(done.status == status, "\(done.errors)")
        let run = try done.records([String: JSONValue].self).first { $0["kind"]?.plain == "push" }
        let push = run.map { run in
            ["outcome", "seen", "updated", "skipped"].map { run[$0]?.plain ?? "?" }.joined(separator: " ")
        }
        return (push, done.errors)
    }

    @Test("a completion of pushed content reaches the portal once; syncing again sends nothing")
    func once() async throws {
        try await Self.with { sandbox in
            try await Self.complete("learner1@example.com", sandbox)
            let dry = try await Self.sync(sandbox, "--dry-run")
            #expect(dry.push == nil)
            #expect(dry.errors.contains("would report 1 completion to go1 for Sales Academy\n"))
            let held = try await Self.sync(sandbox, "--no-deliver")
            #expect(held.push == nil)
            #expect(sandbox.portal.enrolments.isEmpty)

            #expect(try await Self.sync(sandbox).push == "done 1 1 0")
            let enrolment = try #require(sandbox.portal.enrolments.first)
            #expect(enrolment.status == .completed)
            #expect(enrolment.passed == true)
            #expect(enrolment.finished == 1_772_361_000_000)
            #expect(sandbox.portal.account(enrolment.accountID)?.email == "learner1@example.com")

            sandbox.portal.clearRequests()
            let again = try await Self.sync(sandbox)
            #expect(again.push == nil)
            #expect(sandbox.portal.enrolments.count == 1)
            let writes = sandbox.portal.requests.filter { $0.method != "GET" && $0.path != "/oauth/token" }
            #expect(writes == [])
        }
    }

    @Test("a completion that the provider refuses is told once, with the reason, and fails the sync")
    func refused() async throws {
        try await Self.with { sandbox in
            try await Self.complete("nobody@example.com", sandbox)
            let first = try await Self.sync(sandbox, status: 1)
            #expect(first.push == "done 1 0 1")
            #expect(
                first.errors
                    == "tributary: go1 for Sales Academy: a completion of safe-1 was not taken: "
                    + "Go1 has no learner with the e-mail nobody@example.com\n")
            let second = try await Self.sync(sandbox)
            #expect(second.push == nil)
        }
    }

    @Test("in the test environment completions are reported where that is asked for alone")
    func testEnvironment() async throws {
        try await Self.with(environment: "test") { sandbox in
            try await Self.complete("learner1@example.com", sandbox)
            let synced = try await Self.sync(sandbox)
            #expect(synced.push == nil)
            #expect(sandbox.portal.enrolments.isEmpty)
            let asked = try await Self.sync(sandbox, "--deliver")
            #expect(asked.push == "done 1 1 0")
            #expect(sandbox.portal.enrolments.count == 1)
        }
    }

    @Test("switched off, nothing is reported")
    func off() async throws {
        try await Self.with { sandbox in
            try sandbox.write(Sandbox.Group())
            try await Self.complete("learner1@example.com", sandbox)
            let synced = try await Self.sync(sandbox)
            #expect(synced.push == nil)
            #expect(sandbox.portal.enrolments.isEmpty)
        }
    }
}
