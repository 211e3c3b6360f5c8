package import ConnectorKit
package import Model

extension Store {
    /// What is stored of items that a provider was asked for by their ids.
    package func known(_ items: [RawItem], of connection: ConnectionID) async throws(StoreError) -> KnownItems
    {
        try await read { db in try KnownItems(items, of: connection, db) }
    }
}

extension LeasedStore {
    /// Stores items that were read by their ids, and makes their courses follow, in one transaction.
    ///
    /// This is no listing: what is not among them stays as it is, and so does what a listing found withdrawn
    /// or missing and was held for. Called under the connection's lease, since a listing under way would take
    /// for absent what comes in behind its back.
    ///
    /// - Parameters:
    ///   - mapped: the changed ones among `known`, as learning objects.
    ///   - deleted: the ids that the provider no longer has; their courses are archived.
    ///   - rule: as for ``applyListing(_:rule:verdict:since:shrink:)``.
    package func accept(
        _ known: KnownItems, mapped: [MappedItem], deleted: [String], of connection: ConnectionID,
        rule: @escaping @Sendable (_ applied: String) -> StandingRule?
    ) async throws(StoreError) -> StandingChanges {
        // No page has the number 0, so that what is remembered of every page gives way.
        let commit = PageCommit(
            connection: connection, run: RunID(0), number: 0, known: known, mapped: mapped, deleted: deleted,
            refused: [], record: .forgotten, checkpoint: nil, rows: 0, durable: false,
            seen: SeenItems())
        guard commit.changesItems else { return StandingChanges() }
        return try await write { db in
            try db.serialize(connection)
            let rows = try commit.write(db)
            try Self.keepSeen(rows, of: connection, db)
            try db.run(
                """
                UPDATE item SET state = :gone
                WHERE connection = :connection AND (
                    \(db.sql.isAmong("external_id", ":deleted"))
                    OR state = :withdrawn AND \(db.sql.isAmong("external_id", ":renewed")))
                """,
                [
                    "connection": connection.row, "gone": ItemState.gone.rawValue,
                    "withdrawn": ItemState.withdrawn.rawValue, "deleted": deleted,
                    "renewed": mapped.map(\.raw.id),
                ])
            // Nothing but these items can stand otherwise than before.
            let gone = try db.values(
                Int64.self,
                "SELECT id FROM item WHERE connection = :connection AND \(db.sql.isAmong("external_id", ":deleted"))",
                ["connection": connection.row, "deleted": deleted])
            var changes = StandingChanges()
            let deployments = try db.rows(
                "SELECT * FROM deployment WHERE connection = ? ORDER BY id", [connection.row])
            for deployment in deployments.map(Deployment.init) {
                guard let rule = rule(deployment.applied) else { continue }
                let table = try CourseStateTable(deployment, by: rule.fields, of: rows + gone, db)
                changes = changes + table.changes(rule)
                try table.apply(rule, db)
            }
            return changes
        }
    }

    /// A listing that is to be taken up half-way counts these items as seen.
    private static func keepSeen(_ rows: [Int64], of connection: ConnectionID, _ db: Session) throws {
        let isHalfWay = try db.exists(
            "SELECT 1 FROM connection WHERE id = ? AND checkpoint IS NOT NULL", [connection.row])
        if isHalfWay { try db.list(rows, of: connection) }
    }
}
