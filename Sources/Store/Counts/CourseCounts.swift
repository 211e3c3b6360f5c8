import Model

/// How many courses a deployment has, active and archived, or how many more.
struct CourseCounts {
    private var active = 0
    private var archived = 0
    private var isChanged = false

    mutating func count(_ number: Int, _ reasons: ArchiveReasons) {
        if number != 0 { isChanged = true }
        if reasons.isEmpty { active += number } else { archived += number }
    }

    /// Adds to what is kept of a deployment.
    func write(_ deployment: Int64, _ db: Session) throws {
        guard isChanged else { return }
        try db.run(
            """
            UPDATE deployment SET active = active + ?, archived = archived + ?, changes = changes + 1
            WHERE id = ?
            """, [active, archived, deployment])
    }

    /// Counts anew.
    static func recount(_ db: Session) throws {
        try db.run(
            """
            UPDATE deployment SET
                active = (SELECT count(*) FROM course c WHERE c.deployment = deployment.id AND c.reasons = 0),
                archived = (SELECT count(*) FROM course c WHERE c.deployment = deployment.id AND c.reasons <> 0)
            """)
    }
}

extension Session {
    /// Changes why a course is archived.
    func change(_ course: Int64, _ change: (ArchiveReasons) -> ArchiveReasons) throws {
        let row = try row("SELECT deployment, reasons FROM course WHERE id = ? \(sql.locked)", [course])
        guard let row else { return }
        let before = ArchiveReasons(rawValue: row[1])
        let after = change(before)
        let changed = try run(
            "UPDATE course SET reasons = ? WHERE id = ? AND reasons = ?",
            [after.rawValue, course, before.rawValue])
        var counts = CourseCounts()
        counts.count(-changed, before)
        counts.count(changed, after)
        try counts.write(row[0], self)
    }
}
