extension AttemptCounts {
    /// Counts anew.
    static func recount(_ db: Session) throws {
        for table in ["deployment_activity", "course_activity", "learner_activity", "month_activity"] {
            try db.run("DELETE FROM \(table)")
        }
        var counts = AttemptCounts()
        try PlacedAttempt.forEach("true", [:], db) { counts.add($0.state, at: $0.place, of: $0.learner) }
        try counts.write(db)
    }
}
