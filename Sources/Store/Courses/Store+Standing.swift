import BitCollections
import ConnectorKit
import GRDB
package import Model

/// What is to be done with a listing that archives more than half of what was active.
package enum ShrinkPolicy: Sendable {
    /// Nothing is archived; the run is held for a person to look at.
    case hold
    /// The person has looked.
    case accept
}

/// What a catalog run came to in courses, over all deployments of its connection.
package struct Settlement: Sendable {
    package var changes = StandingChanges()
    /// Courses whose content changed, and that were there before.
    package var updated = 0
    /// How many active courses the listing would archive, where that was held back.
    package var held: Int?
    /// Why the pass proved nothing, where it did not.
    package var incomplete: String?
}

extension Store {
    /// Brings the courses of a connection's deployments in line with what is stored, after a listing.
    ///
    /// - Parameters:
    ///   - rule: reads the rule that was last applied to a deployment. It is read in the same transaction, so
    ///     that a filter which was saved while the listing was read is in force; nil for a deployment that never
    ///     had one.
    ///   - listing: what the pass proves; only a complete listing archives for absence.
    ///   - revision: the store's revision before the listing, to tell what it changed.
    package func settle(
        _ connection: ConnectionID, rule: @escaping @Sendable (_ applied: String) -> StandingRule?,
        listing: consuming CatalogPass.Verdict,
        since revision: Int64, shrink: ShrinkPolicy
    ) async throws(StoreError) -> Settlement {
        let seen: BitSet?
        let wrote: Bool
        let isRepeated: Bool
        let mark: ListingMark?
        var incomplete: String?
        switch consume listing {
        case .complete(let proof):
            seen = proof.connection == connection ? proof.seen : nil
            wrote = proof.wrote
            isRepeated = proof.isRepeated && proof.mark == nil
            mark = proof.mark
        case .changes(let end): (seen, wrote, isRepeated, mark) = (nil, true, false, end)
        case .incomplete(let reason):
            (seen, wrote, isRepeated, mark) = (nil, true, false, nil)
            incomplete = reason
        }
        let flaw = incomplete
        return try await write { db in
            let deployments = try Row.fetchAll(
                db, sql: "SELECT * FROM deployment WHERE connection = ? ORDER BY id",
                arguments: [connection.row]
            ).map(Deployment.init)
            // Nothing is missing from the same pages where the last listing left nothing to do.
            if isRepeated, let kept = try Self.settled(connection, deployments, db) { return kept }
            let absent = try seen.map { try Self.absent(from: $0, of: connection, db) } ?? []
            let stands = !wrote && absent.isEmpty && mark == nil
            if stands, let kept = try Self.settled(connection, deployments, db) { return kept }
            if seen != nil || mark != nil { try Self.end(connection, mark, db) }
            try Self.withdraw(absent, of: connection, db)
            let ruled = deployments.compactMap { deployment in
                rule(deployment.applied).map { (deployment, $0) }
            }
            var settlement = try Self.bringInLine(
                connection, ruled, going: seen == nil ? [.withdrawn] : [.withdrawn, .missing],
                since: revision,
                shrink: shrink, db)
            try SubjectTags(connection, db).settle()
            settlement.incomplete = flaw
            return settlement
        }
    }

    /// What a listing that changed nothing comes to, where nothing was left to do before it either.
    private static func settled(_ connection: ConnectionID, _ deployments: [Deployment], _ db: Database)
        throws
        -> Settlement?
    {
        let settled = try Bool.fetchOne(
            db, sql: "SELECT settled FROM connection WHERE id = ?", arguments: [connection.row])
        guard settled == true else { return nil }
        var settlement = Settlement()
        for deployment in deployments {
            settlement.changes.kept +=
                try Int.fetchOne(
                    db, sql: "SELECT count(*) FROM course WHERE deployment = ?",
                    arguments: [deployment.id.row]) ?? 0
        }
        return settlement
    }

    private static func bringInLine(
        _ connection: ConnectionID, _ deployments: [(Deployment, StandingRule)], going: Set<ItemState>,
        since revision: Int64, shrink: ShrinkPolicy, _ db: Database
    ) throws -> Settlement {
        var settlement = Settlement()
        func sheets() throws -> [(sheet: StandingSheet, rule: StandingRule)] {
            try deployments.map { (try StandingSheet($0, db), $1) }
        }
        var ruled = try sheets()
        func total(going: Set<ItemState> = []) -> StandingChanges {
            ruled.reduce(StandingChanges()) { $0 + $1.sheet.changes($1.rule, going: going) }
        }
        let ahead = total(going: going)
        let loss = ahead.archived - total().archived
        if loss * 2 > ahead.active, case .hold = shrink {
            settlement.held = loss
        } else {
            var changed = 0
            for state in going {
                try db.execute(
                    sql: "UPDATE item SET state = ? WHERE connection = ? AND state = ?",
                    arguments: [ItemState.gone.rawValue, connection.row, state.rawValue])
                changed += db.changesCount
            }
            if changed > 0 { ruled = try sheets() }
        }
        settlement.changes = total()
        settlement.updated = try countUpdated(connection, since: revision, db)
        for (sheet, rule) in ruled { try sheet.apply(rule, db) }
        try db.execute(
            sql: "UPDATE connection SET settled = ? WHERE id = ?",
            arguments: [settlement.held == nil && going.contains(.missing), connection.row])
        return settlement
    }

    /// Applies a rule to one deployment at once, from what is stored.
    ///
    /// - Returns: what that changed.
    package func apply(_ rule: StandingRule, to deployment: Deployment) async throws(StoreError)
        -> StandingChanges
    {
        try await write { db in
            let sheet = try StandingSheet(deployment, db)
            try sheet.apply(rule, db)
            try db.execute(
                sql: "UPDATE deployment SET applied = ? WHERE id = ? AND applied <> ?",
                arguments: [rule.fingerprint, deployment.id.row, rule.fingerprint])
            return sheet.changes(rule)
        }
    }

    /// What a rule would change in one deployment.
    package func preview(_ rule: StandingRule, in deployment: Deployment)
        async throws(StoreError) -> StandingChanges
    {
        try await read { db in try StandingSheet(deployment, db).changes(rule) }
    }

    /// The number of the newest change to an item; what changes later has a greater one.
    package func revision() async throws(StoreError) -> Int64 {
        try await read { db in try Int64.fetchOne(db, sql: "SELECT ifnull(max(revision), 0) FROM item") ?? 0 }
    }

    // MARK: - Steps of a settlement

    /// The offered items that a complete listing did not have.
    private static func absent(from seen: BitSet, of connection: ConnectionID, _ db: Database) throws
        -> [Int64]
    {
        let offered = try RawStatement("SELECT id FROM item WHERE connection = ? AND state = ?", db)
        try offered.bind(connection.row, at: 1)
        try offered.bind(Int64(ItemState.offered.rawValue), at: 2)
        var absent: [Int64] = []
        while try offered.step() {
            let row = offered.integer(0)
            if !seen.contains(Int(row)) { absent.append(row) }
        }
        offered.reset()
        return absent
    }

    private static func withdraw(_ absent: [Int64], of connection: ConnectionID, _ db: Database) throws {
        let withdraw = try db.cachedStatement(sql: "UPDATE item SET state = ? WHERE id = ?")
        for row in absent { try withdraw.execute(arguments: [ItemState.missing.rawValue, row]) }
        if !absent.isEmpty {
            // A page that is one day as it was must not pass for one whose items are all still offered.
            try db.execute(sql: "DELETE FROM page WHERE connection = ?", arguments: [connection.row])
        }
    }

    /// A listing came to its end: its checkpoint is done with, and the next may take up at its mark.
    private static func end(_ connection: ConnectionID, _ mark: ListingMark?, _ db: Database) throws {
        try db.execute(
            sql: """
                UPDATE connection SET checkpoint = NULL, checkpoint_rows = 0, mark = ?, mark_version = ? WHERE id = ?
                """, arguments: [mark?.checkpoint.text, mark?.mappingVersion ?? 0, connection.row])
        try db.execute(sql: "DELETE FROM listed WHERE connection = ?", arguments: [connection.row])
    }

    /// The plus keeps SQLite from looking by connection: what changed is the narrower way.
    private static func countUpdated(_ connection: ConnectionID, since revision: Int64, _ db: Database) throws
        -> Int
    {
        try Int.fetchOne(
            db,
            sql: """
                SELECT count(*) FROM item i CROSS JOIN deployment d CROSS JOIN course c
                WHERE i.revision > ? AND +i.connection = ? AND d.connection = i.connection
                    AND c.deployment = d.id AND c.item = i.id
                """, arguments: [revision, connection.row]) ?? 0
    }
}
