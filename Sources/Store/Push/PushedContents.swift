package import ConnectorKit
import Foundation
package import Model

/// What was pushed: by which group, what it became at the provider, and which row created it.
struct PushedContents {
    let db: Session

    /// Keeps what came of entries, and makes the courses of a group follow that turn out to be its own content.
    func keep(
        _ tries: [(push: StoredPush, result: PushTry)], rule: (_ applied: String) -> StandingRule?
    ) throws {
        var changed: Set<ConnectionID> = []
        for (push, result) in tries {
            guard case .done(let outcome, _, let state) = result, outcome != .refused,
                case .content(let content)? = push.body
            else { continue }
            let values: Values = [
                "job": push.job.row, "connection": push.connection.row,
                "reference": content.externalReference, "content": state?.id,
            ]
            let known = try db.row(
                """
                SELECT content FROM pushed WHERE connection = :connection AND reference = :reference
                    AND group_id = (SELECT group_id FROM push_job WHERE id = :job)
                """,
                [
                    "job": push.job.row, "connection": push.connection.row,
                    "reference": content.externalReference,
                ])
            let listed: String? = known.flatMap { $0["content"] }
            if known == nil || state?.id != nil && listed != state?.id {
                try db.run(
                    """
                    INSERT INTO pushed (connection, group_id, reference, content)
                    SELECT :connection, group_id, :reference, :content FROM push_job WHERE id = :job
                    ON CONFLICT (connection, group_id, reference)
                        DO UPDATE SET content = coalesce(excluded.content, pushed.content)
                    """, values)
                if state?.id != nil { changed.insert(push.connection) }
            }
            try keepOrigin(content, outcome, state, of: push.connection)
        }
        for connection in changed.sorted(by: { $0.row < $1.row }) { try follow(connection, rule) }
    }

    /// `published` acts once a row differs from the one that created the content, or somebody else has published
    /// it (rule P4).
    private func keepOrigin(
        _ content: PushedContent, _ outcome: PushOutcome, _ state: PushedState?, of connection: ConnectionID
    ) throws {
        let publishes = outcome != .created && (state?.repeatsCreation != true || state?.wasPublished == true)
        guard outcome == .created || publishes else { return }
        try db.run(
            """
            INSERT INTO push_origin (connection, reference, digest, publishes) VALUES (?, ?, ?, ?)
            ON CONFLICT (connection, reference) DO UPDATE SET publishes = excluded.publishes,
                digest = CASE WHEN excluded.publishes = 0 THEN excluded.digest ELSE push_origin.digest END
            """,
            [connection.row, content.externalReference, try Self.digest(content), publishes ? 1 : 0])
    }

    /// A listing that brings nothing new must be applied all the same.
    private func follow(_ connection: ConnectionID, _ rule: (_ applied: String) -> StandingRule?) throws {
        try db.serialize(connection)
        try db.run("UPDATE connection SET settled = 0 WHERE id = ?", [connection.row])
        let deployments = try db.rows(
            "SELECT * FROM deployment WHERE connection = ? ORDER BY id", [connection.row])
        for deployment in deployments.map(Deployment.init) {
            guard let rule = rule(deployment.applied) else { continue }
            try CourseStateTable(deployment, by: rule.fields, db).apply(rule, db)
        }
    }

    /// Whether content is sent as the row that created it, or as one of which that is not known.
    func repeatsCreation(_ content: PushedContent, of connection: ConnectionID) throws -> Bool {
        let origin = try db.row(
            "SELECT digest, publishes FROM push_origin WHERE connection = ? AND reference = ?",
            [connection.row, content.externalReference])
        guard let origin else { return false }
        let digest: Int64 = origin["digest"]
        return try origin["publishes"] == 0 && digest == Self.digest(content)
    }

    /// Keeps that content is about to be sent for the first time: if the answer is lost, it may have been created.
    func begin(_ content: PushedContent, of connection: ConnectionID) throws {
        try db.run(
            "INSERT INTO push_origin (connection, reference, digest) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            [connection.row, content.externalReference, try Self.digest(content)])
    }

    private static func digest(_ content: PushedContent) throws -> Int64 {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return try encoder.encode(content).withUnsafeBytes { Int64(bitPattern: BodyHash($0).value) }
    }
}

extension Store {
    /// Content that is to be sent, marked if it repeats the row that created it (rule P4).
    package func marked(_ contents: [PushedContent], of connection: ConnectionID) async throws(StoreError)
        -> [PushedContent]
    {
        try await read { db in
            try contents.map { content in
                var content = content
                content.repeatsCreation = try PushedContents(db: db).repeatsCreation(content, of: connection)
                return content
            }
        }
    }

    /// Whether a group pushed what a connection lists under an id (rule P14).
    package func isPushed(_ externalID: String, by group: String, over connection: ConnectionID)
        async throws(StoreError) -> Bool
    {
        try await read { db in
            try db.exists(
                "SELECT 1 FROM pushed WHERE connection = ? AND group_id = ? AND content = ?",
                [connection.row, group, externalID])
        }
    }
}

extension LeasedStore {
    /// Keeps that entries are about to be sent.
    ///
    /// - Returns: the entries, their content marked if it repeats the row that created it (rule P4).
    package func begin(_ pushes: [StoredPush]) async throws(StoreError) -> [StoredPush] {
        try await write { db in
            let pushed = PushedContents(db: db)
            return try pushes.map { push in
                guard case .content(var content)? = push.body else { return push }
                content.repeatsCreation = try pushed.repeatsCreation(content, of: push.connection)
                try pushed.begin(content, of: push.connection)
                return push.sending(.content(content))
            }
        }
    }
}
