package import ConnectorKit
import GRDB
package import Model

extension Store {
    /// What is stored of items that a provider was asked for by their ids.
    package func known(_ items: [RawItem], of connection: ConnectionID) async throws(StoreError) -> KnownItems
    {
        try await read { db in try KnownItems(items, of: connection, db) }
    }

    /// Takes items that were read by their ids, and brings their courses in line, in one transaction.
    ///
    /// This is no listing: what is not among them stays as it is, and so does what a listing found withdrawn
    /// or missing and was held for. Called under the connection's lease, since a listing under way would take
    /// for absent what comes in behind its back.
    ///
    /// - Parameters:
    ///   - mapped: the changed ones among `known`, as learning objects.
    ///   - deleted: the ids that the provider no longer has; their courses are archived.
    ///   - rule: as for ``settle(_:rule:listing:since:shrink:)``.
    package func take(
        _ known: KnownItems, mapped: [MappedItem], deleted: [String], of connection: ConnectionID,
        rule: @escaping @Sendable (_ applied: String) -> StandingRule?
    ) async throws(StoreError) -> StandingChanges {
        // No page has the number 0, so that what is remembered of every page gives way.
        let commit = PageCommit(
            connection: connection, run: RunID(0), number: 0, known: known, mapped: mapped, deleted: deleted,
            refused: [], memo: nil, checkpoint: nil, rows: 0, durable: false)
        guard commit.changesItems else { return StandingChanges() }
        let (renewed, gone) = (try JSONText.encode(mapped.map(\.raw.id)), try JSONText.encode(deleted))
        return try await write { db in
            let rows = try commit.write(db)
            try Self.keepSeen(rows, of: connection, db)
            try db.execute(
                sql: """
                    UPDATE item SET state = :gone
                    WHERE connection = :connection AND (
                        external_id IN (SELECT value FROM json_each(:deleted))
                        OR state = :withdrawn AND external_id IN (SELECT value FROM json_each(:renewed)))
                    """,
                arguments: [
                    "connection": connection.row, "gone": ItemState.gone.rawValue,
                    "withdrawn": ItemState.withdrawn.rawValue, "deleted": gone, "renewed": renewed,
                ])
            var changes = StandingChanges()
            let deployments = try Row.fetchAll(
                db, sql: "SELECT * FROM deployment WHERE connection = ? ORDER BY id",
                arguments: [connection.row])
            for deployment in deployments.map(Deployment.init) {
                guard let rule = rule(deployment.applied) else { continue }
                let sheet = try StandingSheet(deployment, db)
                changes = changes + sheet.changes(rule)
                try sheet.apply(rule, db)
            }
            return changes
        }
    }

    /// A listing that is to be taken up half-way counts these items as seen.
    private static func keepSeen(_ rows: [Int64], of connection: ConnectionID, _ db: Database) throws {
        let isHalfWay = try Bool.fetchOne(
            db, sql: "SELECT checkpoint IS NOT NULL FROM connection WHERE id = ?", arguments: [connection.row]
        )
        guard isHalfWay == true else { return }
        let listed = try db.cachedStatement(
            sql: "INSERT OR IGNORE INTO listed (connection, item) VALUES (?, ?)")
        for row in rows { try listed.execute(arguments: [connection.row, row]) }
    }
}
