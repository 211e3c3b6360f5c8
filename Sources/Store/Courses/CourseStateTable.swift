import ConnectorKit
import Model

/// How the items of one deployment stand, counted.
struct CourseStateTable {
    struct Line {
        let state: ItemState
        let language: String?
        let type: String
        let reasons: ArchiveReasons?
        /// Whether the group pushed the items.
        let isPushed: Bool
        let count: Int
        /// The texts of the fields that are asked for, as the store has them; nil if none is.
        let texts: String?
        let fields: [Vocabulary.Field]

        /// The language, the type and the texts as one text, as statements compare them.
        var kind: String { "\(language ?? "") \(type)" + (texts.map { "\u{1E}\($0)" } ?? "") }

        /// - Parameter going: the states that count as gone already. No course comes into being for an item
        ///   in doubt.
        func standing(going: Set<ItemState>) -> Standing {
            let offered = reasons == nil ? state == .offered : state != .gone && !going.contains(state)
            return Standing(
                language: language, type: type, offered: offered, reasons: reasons, isPushed: isPushed,
                texts: FieldTexts.decode(texts, fields))
        }
    }

    let deployment: Deployment
    let lines: [Line]

    /// The items that are looked at; nil for all.
    private let items: [Int64]?
    /// Whether an item is one that the group pushed. Of a group that pushed nothing no item's id is read.
    private let isPushed: String
    /// The texts of the fields by which items are told apart; nil for none.
    private let texts: String?

    /// - Parameters:
    ///   - fields: those whose texts the rule asks for.
    ///   - items: only these are looked at, and change; nil for all of the connection.
    init(
        _ deployment: Deployment, by fields: Set<Vocabulary.Field>, of items: [Int64]? = nil, _ db: Session
    ) throws {
        let fields = Vocabulary.Field.allCases.filter(fields.contains)
        texts = FieldTexts.sql(fields, of: "i", db)
        self.deployment = deployment
        self.items = items
        let pushes = try db.exists(
            "SELECT 1 FROM pushed WHERE connection = ? AND group_id = ? AND content IS NOT NULL LIMIT 1",
            [deployment.connection.row, deployment.group])
        isPushed =
            pushes
            ? """
            CASE WHEN i.external_id IN (SELECT content FROM pushed
                WHERE connection = :connection AND group_id = :group AND content IS NOT NULL) THEN 1 ELSE 0 END
            """ : "0"
        lines = try db.rows(
            """
            SELECT i.state, i.lang, i.provider_type, c.reasons, \(isPushed) AS is_pushed, \(texts ?? "NULL") AS texts,
                count(*) AS number
            FROM item i LEFT JOIN course c ON c.deployment = :deployment AND c.item = i.id
            WHERE \(Self.isLookedAt(items, db)) GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6
            """,
            [
                "deployment": deployment.id.row, "connection": deployment.connection.row,
                "group": deployment.group, "items": items,
            ]
        ).map { Line($0, fields) }
    }

    private static func isLookedAt(_ items: [Int64]?, _ db: Session) -> String {
        items == nil
            ? "i.connection = :connection"
            : "\(db.sql.unindexed("i.connection")) = :connection AND \(db.sql.isAmong("i.id", ":items"))"
    }

    /// What `rule` would change.
    func changes(_ rule: StandingRule, going: Set<ItemState> = []) -> StandingChanges {
        var changes = StandingChanges()
        for line in lines {
            let before = line.reasons
            let after = rule.reasons(line.standing(going: going))
            if before == [] { changes.active += line.count }
            switch (before, after) {
            case (nil, nil): break
            case (nil, _): changes.created += line.count
            case (let before?, let after?) where before.isEmpty && !after.isEmpty:
                changes.archived += line.count
            case (let before?, let after?) where !before.isEmpty && after.isEmpty:
                changes.unarchived += line.count
            default: changes.kept += line.count
            }
        }
        return changes
    }

    /// Makes what stands equal to what should stand.
    func apply(_ rule: StandingRule, _ db: Session) throws {
        var moves: [Move: [String]] = [:]
        for line in lines {
            guard let after = rule.reasons(line.standing(going: [])), after != line.reasons else { continue }
            let move = Move(state: line.state, isPushed: line.isPushed, before: line.reasons, after: after)
            moves[move, default: []].append(line.kind)
        }
        for (move, kinds) in moves.sorted(by: { $0.key.order.lexicographicallyPrecedes($1.key.order) }) {
            let changed = try db.run(
                move.before == nil ? create(db) : update(db),
                [
                    "deployment": deployment.id.row, "connection": deployment.connection.row,
                    "state": move.state.rawValue, "kinds": kinds, "after": move.after.rawValue,
                    "before": move.before?.rawValue, "group": deployment.group, "pushed": move.isPushed,
                    "items": items,
                ])
            var counts = CourseCounts()
            if let before = move.before { counts.count(-changed, before) }
            counts.count(changed, move.after)
            try counts.write(deployment.id.row, db)
        }
        if moves.keys.contains(where: { $0.before == nil }) {
            try EnrolmentCounts.know(coursesOf: deployment, db)
        }
    }

    /// What items of several kinds have in common that come to stand alike: one statement moves all of them.
    private struct Move: Hashable {
        let state: ItemState
        let isPushed: Bool
        let before: ArchiveReasons?
        let after: ArchiveReasons

        var order: [Int] { [state.rawValue, isPushed ? 1 : 0, before?.rawValue ?? -1, after.rawValue] }
    }

    /// The items of a move.
    private func those(_ db: Session) -> String {
        """
        \(Self.isLookedAt(items, db)) AND i.state = :state
            AND \(db.sql.isAmong(kind(db), ":kinds"))
            AND (\(isPushed)) = :pushed
        """
    }

    private func kind(_ db: Session) -> String {
        "coalesce(i.lang, '') || ' ' || i.provider_type"
            + (texts.map { " || \(db.sql.character(30)) || \($0)" } ?? "")
    }

    private func create(_ db: Session) -> String {
        """
        INSERT INTO course (deployment, item, reasons)
        SELECT :deployment, i.id, :after FROM item i WHERE \(those(db)) ORDER BY i.id
        ON CONFLICT (deployment, item) DO NOTHING
        """
    }

    private func update(_ db: Session) -> String {
        """
        UPDATE course SET reasons = :after
        WHERE deployment = :deployment AND reasons = :before
            AND item IN (SELECT i.id FROM item i WHERE \(those(db)))
        """
    }
}

extension CourseStateTable.Line {
    fileprivate init(_ row: Row, _ fields: [Vocabulary.Field]) {
        self.init(
            state: ItemState(rawValue: row["state"]) ?? .gone, language: row["lang"],
            type: row["provider_type"],
            reasons: (row["reasons"] as Int?).map(ArchiveReasons.init), isPushed: row["is_pushed"],
            count: row["number"], texts: row["texts"], fields: fields)
    }
}
