import BitCollections
import ConnectorKit
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
    /// How many active courses the listing would archive, if that was held back.
    package var held: Int?
    /// How many items a listing did not have that stay, since rows whose id could not be read may be they.
    package var withheld: Int?
    /// Why the pass proved nothing, if it did not.
    package var incomplete: String?
}

extension LeasedStore {
    /// Makes the courses of a connection's deployments follow what is stored, after a listing.
    ///
    /// - Parameters:
    ///   - rule: reads the rule that was last applied to a deployment. It is read in the same transaction, so
    ///     that a filter which was saved while the listing was read is in force; nil for a deployment that never
    ///     had one.
    ///   - verdict: what the pass proves; only a complete listing archives for absence.
    ///   - revision: the connection's revision before the listing, to tell what it changed.
    package func applyListing(
        _ connection: ConnectionID, rule: @escaping @Sendable (_ applied: String) -> StandingRule?,
        verdict: consuming CatalogPass.Verdict,
        since revision: Int64, shrink: ShrinkPolicy
    ) async throws(StoreError) -> Settlement {
        let seen: BitSet?
        let wrote: Bool
        let isRepeated: Bool
        let mark: ListingMark?
        var nameless = 0
        var incomplete: String?
        switch consume verdict {
        case .complete(let proof):
            seen = proof.connection == connection ? proof.seen : nil
            nameless = proof.nameless
            wrote = proof.wrote
            isRepeated = proof.isRepeated && proof.mark == nil
            mark = proof.mark
        case .changes(let end): (seen, wrote, isRepeated, mark) = (nil, true, false, end)
        case .incomplete(let reason):
            (seen, wrote, isRepeated, mark) = (nil, true, false, nil)
            incomplete = reason
        }
        let (flaw, unread) = (incomplete, nameless)
        return try await write { db in
            try db.serialize(connection)
            let deployments = try db.rows(
                "SELECT * FROM deployment WHERE connection = ? ORDER BY id", [connection.row]
            ).map(Deployment.init)
            // Nothing is missing from the same pages where the last listing left nothing to do.
            if isRepeated, let kept = try Store.settled(connection, deployments, db) { return kept }
            let absent = try seen.map { try Store.absent(from: $0, of: connection, db) } ?? []
            let isHidden =
                try seen != nil && Store.mayHide(absent, behind: unread, of: connection, shrink, db)
            let stands = !wrote && absent.isEmpty && mark == nil
            if stands, let kept = try Store.settled(connection, deployments, db) { return kept }
            if seen != nil || mark != nil { try Store.end(connection, isHidden ? nil : mark, db) }
            if !isHidden { try Store.withdraw(absent, of: connection, db) }
            let ruled = deployments.compactMap { deployment in
                rule(deployment.applied).map { (deployment, $0) }
            }
            var settlement = try Store.follow(
                connection, ruled,
                going: seen == nil || isHidden ? [.withdrawn] : [.withdrawn, .missing], since: revision,
                shrink: shrink, db)
            try SubjectTags(connection, db).follow()
            if isHidden { settlement.withheld = absent.count }
            settlement.incomplete = flaw
            return settlement
        }
    }
}

extension Store {
    /// What a listing that changed nothing comes to, if nothing was left to do before it either.
    fileprivate static func settled(_ connection: ConnectionID, _ deployments: [Deployment], _ db: Session)
        throws
        -> Settlement?
    {
        let settled = try db.value(Bool.self, "SELECT settled FROM connection WHERE id = ?", [connection.row])
        guard settled == true else { return nil }
        var settlement = Settlement()
        for deployment in deployments {
            settlement.changes.kept +=
                try db.value(
                    Int.self, "SELECT active + archived FROM deployment WHERE id = ?", [deployment.id.row])
                ?? 0
        }
        return settlement
    }

    fileprivate static func follow(
        _ connection: ConnectionID, _ deployments: [(Deployment, StandingRule)], going: Set<ItemState>,
        since revision: Int64, shrink: ShrinkPolicy, _ db: Session
    ) throws -> Settlement {
        var settlement = Settlement()
        func tables() throws -> [(table: CourseStateTable, rule: StandingRule)] {
            try deployments.map { (try CourseStateTable($0, by: $1.fields, db), $1) }
        }
        var ruled = try tables()
        func total(going: Set<ItemState> = []) -> StandingChanges {
            ruled.reduce(StandingChanges()) { $0 + $1.table.changes($1.rule, going: going) }
        }
        let ahead = total(going: going)
        let loss = ahead.archived - total().archived
        if loss * 2 > ahead.active, case .hold = shrink {
            settlement.held = loss
        } else {
            var changed = 0
            for state in going {
                changed += try db.run(
                    "UPDATE item SET state = ? WHERE connection = ? AND state = ?",
                    [ItemState.gone.rawValue, connection.row, state.rawValue])
            }
            if changed > 0 { ruled = try tables() }
        }
        settlement.changes = total()
        settlement.updated = try countUpdated(connection, since: revision, db)
        for (table, rule) in ruled { try table.apply(rule, db) }
        try db.run(
            "UPDATE connection SET settled = ? WHERE id = ?",
            [settlement.held == nil && going.contains(.missing), connection.row])
        return settlement
    }

    /// Applies a rule to one deployment at once, from what is stored.
    ///
    /// - Returns: what that changed.
    package func apply(_ rule: StandingRule, to deployment: Deployment) async throws(StoreError)
        -> StandingChanges
    {
        try await write { db in
            try db.serialize(deployment.connection)
            let table = try CourseStateTable(deployment, by: rule.fields, db)
            try table.apply(rule, db)
            try db.run(
                "UPDATE deployment SET applied = ? WHERE id = ? AND applied <> ?",
                [rule.fingerprint, deployment.id.row, rule.fingerprint])
            return table.changes(rule)
        }
    }

    /// What a rule would change in one deployment.
    package func preview(_ rule: StandingRule, in deployment: Deployment)
        async throws(StoreError) -> StandingChanges
    {
        try await read { db in try CourseStateTable(deployment, by: rule.fields, db).changes(rule) }
    }

    /// The number of the newest change to an item of a connection; what changes later has a greater one.
    package func revision(of connection: ConnectionID) async throws(StoreError) -> Int64 {
        try await read { db in
            try db.value(Int64.self, "SELECT revision FROM connection WHERE id = ?", [connection.row]) ?? 0
        }
    }

    // MARK: - Steps of a settlement

    /// The offered items that a complete listing did not have.
    fileprivate static func absent(from seen: BitSet, of connection: ConnectionID, _ db: Session) throws
        -> [Int64]
    {
        var absent: [Int64] = []
        try db.forEach(
            "SELECT id FROM item WHERE connection = ? AND state = ?",
            [connection.row, ItemState.offered.rawValue]
        ) {
            let row: Int64 = $0[0]
            if SeenItems.mayBe(row), !seen.contains(Int(row)) { absent.append(row) }
        }
        return absent
    }

    /// Whether items that were not listed may be rows whose id could not be read.
    ///
    /// Rows that were there in the last complete listing are none of its items. So only if there are more of them
    /// now does nothing go for absence, and their number is kept only if nothing is in doubt (rule C16).
    fileprivate static func mayHide(
        _ absent: [Int64], behind nameless: Int, of connection: ConnectionID, _ shrink: ShrinkPolicy,
        _ db: Session
    ) throws -> Bool {
        let known =
            try db.value(Int.self, "SELECT nameless FROM connection WHERE id = ?", [connection.row]) ?? 0
        if nameless > known, !absent.isEmpty, case .hold = shrink { return true }
        if nameless != known {
            try db.run("UPDATE connection SET nameless = ? WHERE id = ?", [nameless, connection.row])
        }
        return false
    }

    fileprivate static func withdraw(_ absent: [Int64], of connection: ConnectionID, _ db: Session) throws {
        try db.each("UPDATE item SET state = ? WHERE id = ?", absent) {
            try $1(ItemState.missing.rawValue, $0)
        }
        if !absent.isEmpty {
            try db.numberChange(to: connection)
            // A page that is one day as it was must not pass for one whose items are all still offered.
            try db.run("DELETE FROM page WHERE connection = ?", [connection.row])
        }
    }

    /// A listing came to its end: its checkpoint is done with, and the next may take up at its mark.
    fileprivate static func end(_ connection: ConnectionID, _ mark: ListingMark?, _ db: Session) throws {
        try db.run(
            """
            UPDATE connection SET checkpoint = NULL, checkpoint_rows = 0, mark = ?, mark_version = ? WHERE id = ?
            """, [mark?.checkpoint.text, mark?.mappingVersion ?? 0, connection.row])
        try db.run("DELETE FROM listed WHERE connection = ?", [connection.row])
    }

    private static func countUpdated(_ connection: ConnectionID, since revision: Int64, _ db: Session) throws
        -> Int
    {
        try db.value(
            Int.self,
            """
            SELECT count(*) FROM item i \(db.sql.inThisOrder) deployment d ON d.connection = i.connection
                \(db.sql.inThisOrder) course c ON c.deployment = d.id AND c.item = i.id
            WHERE i.connection = ? AND i.revision > ?
            """, [connection.row, revision]) ?? 0
    }
}
