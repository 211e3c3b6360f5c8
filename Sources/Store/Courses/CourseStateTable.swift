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

        /// - Parameter going: the states that count as gone already. No course comes into being for an item
        ///   in doubt.
        func standing(going: Set<ItemState>) -> Standing {
            let offered = reasons == nil ? state == .offered : state != .gone && !going.contains(state)
            return Standing(
                language: language, type: type, offered: offered, reasons: reasons, isPushed: isPushed)
        }
    }

    let deployment: Deployment
    let lines: [Line]

    /// The items that are looked at; nil for all.
    private let items: [Int64]?

    /// - Parameter items: only these are looked at, and change; nil for all of the connection.
    init(_ deployment: Deployment, of items: [Int64]? = nil, _ db: Session) throws {
        self.deployment = deployment
        self.items = items
        lines = try Self.lines(deployment, items, db)
    }

    /// Items without a course are all items but those that have one, so that only the courses of the deployment are looked
    /// at one by one, and neither the courses of others nor every item of the connection.
    private static func lines(_ deployment: Deployment, _ items: [Int64]?, _ db: Session) throws -> [Line] {
        let values: Values = [
            "deployment": deployment.id.row, "connection": deployment.connection.row,
            "group": deployment.group, "items": items,
        ]
        let some = items == nil ? "true" : db.sql.isAmong("i.id", ":items")
        let someOfCourses = items == nil ? "true" : db.sql.isAmong("c.item", ":items")
        let next = db.sql.inThisOrder
        let isPushed = "(i.external_id IN (\(pushed)))"
        let pushes = try db.exists(pushed, values)
        var counts: [Kind: Int] = [:]
        func count(_ sign: Int, _ sql: String) throws {
            for row in try db.rows(sql, values) {
                counts[Kind(row), default: 0] += sign * (row["number"] as Int)
            }
        }
        // With a course.
        try count(
            1,
            """
            SELECT i.state, i.lang, i.provider_type, c.reasons, \(pushes ? isPushed : "0") AS is_pushed,
                count(*) AS number
            FROM course c \(next) item i ON i.id = c.item
            WHERE c.deployment = :deployment AND i.connection = :connection AND \(someOfCourses)
            GROUP BY 1, 2, 3, 4, 5
            """)
        let placed = counts
        // All.
        try count(
            1,
            """
            SELECT state, lang, provider_type, NULL AS reasons, 0 AS is_pushed, count(*) AS number
            FROM item i WHERE connection = :connection AND \(some) GROUP BY 1, 2, 3
            """)
        if pushes {
            try count(
                1,
                """
                SELECT i.state, i.lang, i.provider_type, NULL AS reasons, 1 AS is_pushed, count(*) AS number
                FROM item i WHERE i.connection = :connection AND i.external_id IN (\(pushed)) AND \(some)
                GROUP BY 1, 2, 3
                """)
            for (kind, number) in counts where kind.reasons == nil && kind.isPushed {
                counts[kind.with(isPushed: false), default: 0] -= number
            }
        }
        for (kind, number) in placed { counts[kind.with(reasons: nil), default: 0] -= number }
        // In one order, so that the same items get their courses in the same order.
        return counts.filter { $0.value > 0 }.sorted { $0.key.order.lexicographicallyPrecedes($1.key.order) }
            .map { Line($0.key, count: $0.value) }
    }

    /// What stands alike.
    fileprivate struct Kind: Hashable {
        let state: Int
        let language: String?
        let type: String
        var reasons: Int?
        var isPushed: Bool

        init(_ row: Row) {
            state = row["state"]
            language = row["lang"]
            type = row["provider_type"]
            reasons = row["reasons"]
            isPushed = row["is_pushed"]
        }

        var order: [String] {
            [String(state), language ?? "", type, reasons.map(String.init) ?? "", isPushed ? "1" : "0"]
        }

        func with(isPushed: Bool) -> Kind {
            var kind = self
            kind.isPushed = isPushed
            return kind
        }

        func with(reasons: Int?) -> Kind {
            var kind = self
            kind.reasons = reasons
            return kind
        }
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
        var isNew = false
        for line in lines {
            guard let after = rule.reasons(line.standing(going: [])), after != line.reasons else { continue }
            let values: Values = [
                "deployment": deployment.id.row, "connection": deployment.connection.row,
                "state": line.state.rawValue, "lang": line.language, "type": line.type,
                "after": after.rawValue, "before": line.reasons?.rawValue, "group": deployment.group,
                "pushed": line.isPushed, "items": items,
            ]
            var counts = CourseCounts()
            let changed = try db.run(line.reasons == nil ? create(db) : update(db), values)
            if let before = line.reasons { counts.count(-changed, before) }
            counts.count(changed, after)
            try counts.write(deployment.id.row, db)
            if line.reasons == nil, changed > 0 { isNew = true }
        }
        if isNew { try EnrolmentCounts.know(coursesOf: deployment, db) }
    }

    /// The ids of what the group pushed; two references may have been one content.
    private static let pushed = """
        SELECT DISTINCT content FROM pushed
        WHERE connection = :connection AND group_id = :group AND content IS NOT NULL
        """

    /// The items of a line.
    private func those(_ db: Session) -> String {
        """
        \(items == nil ? "i.connection" : db.sql.unindexed("i.connection")) = :connection AND i.state = :state
            AND i.lang IS NOT DISTINCT FROM :lang AND i.provider_type = :type
            AND (i.external_id IN (\(Self.pushed))) = :pushed
            AND \(items == nil ? "true" : db.sql.isAmong("i.id", ":items"))
        """
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
    fileprivate init(_ kind: CourseStateTable.Kind, count: Int) {
        self.init(
            state: ItemState(rawValue: kind.state) ?? .gone, language: kind.language, type: kind.type,
            reasons: kind.reasons.map(ArchiveReasons.init), isPushed: kind.isPushed, count: count)
    }
}
