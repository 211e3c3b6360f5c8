import ConnectorKit
import Foundation
import GRDB
import Model
import Testing
import TestSupport

@testable import Store

/// Stores that an earlier version left behind: every step of the store's shape was once the last.
@Suite struct MigrationTests {
    /// What a version at a step could keep, once its tables were there.
    private static let rows: [String: String] = [
        "1 catalog": """
        INSERT INTO meta VALUES ('environment', 'production'), ('salt', 'pepper'), ('revision', '1');
        INSERT INTO connection (id, provider, key) VALUES (1, 'demo', 'one');
        INSERT INTO deployment (id, group_id, provider, connection, applied)
            VALUES (1, 'sales', 'demo', 1, 'everything');
        INSERT INTO item (id, connection, external_id, digest, revision, state, published, lang,
                provider_type, content_type, name, launch_url, authors, subjects)
            VALUES (1, 1, '7', 1, 1, 0, 1, 'en', 'course', 'course', 'Négociation', 'https://x/7', '', 'Sales');
        INSERT INTO course (id, deployment, item, reasons) VALUES (1, 1, 1, 0);
        INSERT INTO page VALUES (1, 1, 'memo', x'01');
        INSERT INTO run (id, kind, provider, connection, groups, started, finished, outcome, seen)
            VALUES (1, 'catalog', 'demo', 1, 'sales', 1700000000000, 1700000001000, 'done', 2);
        INSERT INTO skipped VALUES (1, '8', 'title is missing', 1);
        """,
        "1a skipped items of a page": """
        UPDATE page SET skipped = '["8","title is missing"]'
        """,
        "5 access": """
        INSERT INTO token (name, role, groups, hash, created)
            VALUES ('CI', 'admin', '', x'0102', 1700000000000)
        """,
        "2 statistics": """
        INSERT INTO learner VALUES (1, 'a@example.com');
        INSERT INTO account (id, connection, external_id, learner) VALUES (1, 1, '11', 1);
        INSERT INTO enrolment VALUES (1, 1, '21', '7', 1, 1, 1700000000000, 1700000001000, 1, 10);
        INSERT INTO attempt VALUES (1, 1, 1, '21', 1700000000000, 1700000001000, 1700000001000, 100, 1, 1000);
        """,
        "4 tags": """
        INSERT INTO tag VALUES (1, 'onboarding', 'Onboarding');
        INSERT INTO course_tag VALUES (1, 1);
        """,
        "3 webhooks": """
        INSERT INTO webhook (connection, generation, made, confirmed) VALUES (1, 3, 1700000000000, 3);
        INSERT INTO event (connection, event_id, type, kind, subject, received, state, due)
            VALUES (1, 'e', 'content.update', 2, '7', 1700000000000, 0, 1700000000000);
        """,
        "5 schedule": """
        UPDATE deployment SET enabled_at = 1700000000000;
        UPDATE connection SET statistics_at = 1700000000000;
        """,
        "6 push": """
        INSERT INTO push_job VALUES (1, 1, 'sales', 1700000000000);
        INSERT INTO push_entry (job, connection, line, reference, key, state, due)
            VALUES (1, 1, 2, 'safe-1', 'content safe-1', 0, 1700000000000);
        """,
        "7 delivery": """
        INSERT INTO destination VALUES (1, 'company', 1, 'remote', 'plan', '1 en', 1);
        INSERT INTO outbox (destination, work, course, enrolment, state, since)
            VALUES (1, 1, 1, '', '1', 1700000000000);
        """,
        "8 workspace": """
        INSERT INTO path (name, position) VALUES ('First days', 1);
        INSERT INTO path_course VALUES (1, 1, 1);
        INSERT INTO audit (at, who, what, subject) VALUES (1700000000000, 'me', 'createPath', '/paths/1');
        """,
    ]

    private static let steps = Migrations.all.migrations

    /// The store as the version left it whose last step this was, with something in every table of its time.
    private func left(at step: String, in folder: URL) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let queue = try DatabaseQueue(path: folder.appending(path: "tributary.sqlite").path)
        try queue.write { db in
            db.add(function: DatabaseFunction("plain_text", argumentCount: 1, pure: true) { $0[0] })
        }
        for name in Self.steps.prefix(through: try #require(Self.steps.firstIndex(of: step))) {
            try Migrations.all.migrate(queue, upTo: name)
            if let rows = Self.rows[name] { try queue.write { try $0.execute(sql: rows) } }
        }
        try queue.close()
    }

    @Test("A store of every earlier version opens, and keeps what was in it", arguments: steps)
    func opens(_ step: String) async throws {
        let folder = URL.temporary("migration")
        defer { folder.remove() }
        try left(at: step, in: folder)
        let store = try Store(directory: folder, environment: "production", plainText: { $0 })
        let had = { (name: String) in
            Self.steps.firstIndex(of: name).map { $0 <= (Self.steps.firstIndex(of: step) ?? 0) } ?? false
        }
        let found = Collected<Course>()
        var query = CourseQuery(group: "sales")
        query.search = "negoc"
        try await store.forEachCourse(query) { found.add($0) }
        #expect(found.all.map(\.content.externalID) == ["7"])
        #expect(found.all.map(\.content.name) == ["Négociation"])
        #expect(found.all.map { $0.tags.map(\.name) } == [had("4 tags") ? ["Onboarding"] : []])
        #expect(try await store.runs().map(\.counters.seen) == [2])
        #expect(
            try await store.skippedItems(of: RunID(1))
                == [SkippedItem(externalID: "8", reason: "title is missing")])
        #expect(try await store.tokens().map(\.name) == (had("5 access") ? ["CI"] : []))
        #expect(try await store.deployments().map { $0.enabledAt != nil } == [had("5 schedule")])
        #expect(try await store.statisticsCounts().map(\.attempts) == [had("2 statistics") ? 1 : 0])
        #expect(try await store.webhook(of: ConnectionID(1))?.generation == (had("3 webhooks") ? 3 : nil))
        #expect(try await store.eventBacklog().values.map(\.pending) == (had("3 webhooks") ? [1] : []))
        #expect(try await store.pushJob(PushJob.ID(1))?.waiting == (had("6 push") ? 1 : nil))
        #expect(
            try await store.deliveryBacklog(of: "company").map(\.pending) == (had("7 delivery") ? [1] : []))
        #expect(try await store.audit(before: 9, limit: 9).map(\.who) == (had("8 workspace") ? ["me"] : []))
    }
}
