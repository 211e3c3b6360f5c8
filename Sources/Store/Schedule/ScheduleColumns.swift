import GRDB

/// What a schedule has to remember beside the runs: when a deployment was switched on, and when all statistics of a
/// connection were last read by it, which no run record tells from a reading of changes.
enum ScheduleColumns {
    static func create(_ db: Database) throws {
        try db.execute(
            sql: """
                ALTER TABLE deployment ADD COLUMN enabled_at INTEGER;
                ALTER TABLE connection ADD COLUMN statistics_at INTEGER;
                """)
    }
}
