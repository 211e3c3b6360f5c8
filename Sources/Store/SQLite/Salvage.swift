import Foundation
import GRDB
import Model

/// Copies what can be read of a damaged database into a new store, table by table.
///
/// A page that cannot be read takes the rows on it along, and no others: reading goes on with the next row that can be
/// found by its number.
struct Salvage {
    private let source: Database
    private let target: Database
    /// What was lost: `item: the rows 12 to 57`.
    private var lost: [String] = []

    /// Makes a store of what can be read of a file.
    ///
    /// - Returns: what was lost; empty if it is only what can be made again of the rest.
    static func run(of file: URL, to copy: URL) throws -> [String] {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.prepareDatabase { db in try db.execute(sql: "PRAGMA cell_size_check = ON") }
        let source = try DatabaseQueue(path: file.path, configuration: configuration)
        let target = try SQLiteFile.ownersOnly(copy.path)
        try Schema.migrator.migrate(target)
        // No transaction: one that met damage cannot be ended.
        let lost = try source.inDatabase { source in
            try target.write { target in
                var salvage = Salvage(source: source, target: target)
                try salvage.copyTables()
                try salvage.settle()
                return salvage.lost
            }
        }
        try target.close()
        return lost
    }

    // MARK: - Tables

    private struct Table {
        let name: String
        let columns: [String]
        /// What its rows are found by: `rowid`, or the primary key.
        let key: [String]

        var hasNumbers: Bool { key == ["rowid"] }
    }

    private mutating func copyTables() throws {
        let tables = try GRDB.Row.fetchAll(
            target,
            sql: """
                SELECT name, sql LIKE '%WITHOUT ROWID%' FROM sqlite_master
                WHERE type = 'table' AND sql LIKE '%STRICT%' ORDER BY rowid
                """)
        for table in tables {
            let name: String = table[0]
            do {
                let known = try Set(source.columns(in: name).map(\.name))
                let columns = try target.columns(in: name).map(\.name)
                let key = table[1] ? try target.primaryKey(name).columns : ["rowid"]
                try copy(Table(name: name, columns: columns.filter(known.contains), key: key))
            } catch let error as DatabaseError {
                lost.append("\(name): nothing of it can be read (\(error.line ?? "damaged"))")
            }
        }
    }

    private mutating func copy(_ table: Table) throws {
        let quoted = table.columns.map { "\"\($0)\"" }.joined(separator: ", ")
        let marks = table.columns.map { _ in "?" }.joined(separator: ", ")
        let insert = try SQLiteStatement(
            "INSERT OR IGNORE INTO \"\(table.name)\" (\(quoted)) VALUES (\(marks))", once: true, target)
        var refused = 0
        func keep(_ row: SQLiteStatement) throws {
            var values: [SQLValue] = []
            row.copyRow(to: &values, from: table.hasNumbers ? 1 : 0)
            insert.reset()
            for value in values { try insert.bind(value) }
            do { _ = try insert.step() } catch let error as DatabaseError
                where error.resultCode == .SQLITE_CONSTRAINT
            {
                refused += 1
            }
        }
        if table.hasNumbers {
            try copyNumbered(table, "SELECT rowid, \(quoted) FROM \"\(table.name)\" NOT INDEXED", keep)
        } else {
            try copyKeyed(table, "SELECT \(quoted) FROM \"\(table.name)\"", keep)
        }
        insert.reset()
        if refused > 0 {
            lost.append(
                "\(table.name): \(refused) of the rows, which belong to lost ones or hold what they cannot")
        }
    }

    // MARK: - Rows with numbers

    private mutating func copyNumbered(
        _ table: Table, _ select: String, _ keep: (SQLiteStatement) throws -> Void
    ) throws {
        var next = Int64.min
        while true {
            var last: Int64?
            let statement = try SQLiteStatement(
                "\(select) WHERE rowid >= ? ORDER BY rowid", once: true, source)
            defer { statement.reset() }
            try statement.bind(next)
            do {
                while try statement.step() {
                    last = statement.integer(0, of: 0)
                    try keep(statement)
                }
                return
            } catch let error as DatabaseError where error.isOfDamage {
                let start = last.map { $0 == .max ? $0 : $0 + 1 } ?? next
                guard let found = try firstReadable(after: start, in: table) else {
                    lost.append("\(table.name): the rows from \(Self.text(start)) on")
                    return
                }
                lost.append("\(table.name): the rows \(Self.text(start)) to \(found - 1)")
                next = found
            }
        }
    }

    private static func text(_ row: Int64) -> String { String(max(row, 1)) }

    private enum Probe { case damaged, row(Int64), end }

    private func probe(_ row: Int64, in table: Table) throws -> Probe {
        let statement = try SQLiteStatement(
            "SELECT rowid, * FROM \"\(table.name)\" NOT INDEXED WHERE rowid >= ? ORDER BY rowid LIMIT 1",
            once: true, source)
        defer { statement.reset() }
        try statement.bind(row)
        do { return try statement.step() ? .row(statement.integer(0, of: 0)) : .end } catch let error
            as DatabaseError
            where error.isOfDamage
        { return .damaged }
    }

    /// The lowest number from which on rows can be read again; nil if there is none.
    private func firstReadable(after start: Int64, in table: Table) throws -> Int64? {
        func isDamaged(_ row: Int64) throws -> Bool {
            if case .damaged = try probe(row, in: table) { true } else { false }
        }
        var damaged = max(start, 0)
        guard try isDamaged(damaged) else {
            return damaged > start ? damaged : start == .max ? nil : start + 1
        }
        // At growing distances, until a number is behind the damage.
        var distance: Int64 = 1
        var (behind, isPastAll) = damaged.addingReportingOverflow(distance)
        while try !isPastAll && isDamaged(behind) {
            damaged = behind
            distance = min(distance, .max / 2) * 2
            (behind, isPastAll) = damaged.addingReportingOverflow(distance)
        }
        if isPastAll { return nil }
        // Between the last number that is damaged and the first that is not.
        while behind - damaged > 1 {
            let middle = damaged + (behind - damaged) / 2
            if try isDamaged(middle) { damaged = middle } else { behind = middle }
        }
        guard case .row(let row) = try probe(behind, in: table) else { return nil }
        return row
    }

    // MARK: - Rows with keys

    /// What is damaged in the middle is found from both ends.
    private mutating func copyKeyed(
        _ table: Table, _ select: String, _ keep: (SQLiteStatement) throws -> Void
    ) throws {
        let key = table.key.map { "\"\($0)\"" }
        for order in ["ASC", "DESC"] {
            let by = key.map { "\($0) \(order)" }.joined(separator: ", ")
            let statement = try SQLiteStatement("\(select) ORDER BY \(by)", once: true, source)
            defer { statement.reset() }
            do {
                while try statement.step() { try keep(statement) }
                return
            } catch let error as DatabaseError where error.isOfDamage {
                if order == "DESC" { lost.append("\(table.name): some rows") }
            }
        }
    }

    // MARK: - What is made of them

    /// Counts again, and forgets where listings stood: the next run reads everything, and so brings back what its provider
    /// still has.
    private func settle() throws {
        let db = Session(link: SQLiteLink(target))
        // A number that is given out again must not bring an item to the course of another.
        try db.run("DELETE FROM course WHERE item > (SELECT coalesce(max(id), 0) FROM item)")
        // An item whose texts are lost keeps its courses, and is mapped anew when it is next listed.
        try db.run("DELETE FROM item_text WHERE item NOT IN (SELECT id FROM item)")
        try db.run("UPDATE item SET digest = ~digest WHERE id NOT IN (SELECT item FROM item_text)")
        try db.run(
            """
            INSERT INTO item_text (item, name, launch_url, authors, subjects)
            SELECT id, external_id, '', '', '' FROM item WHERE id NOT IN (SELECT item FROM item_text)
            """)
        try db.run(
            """
            UPDATE connection SET checkpoint = NULL, checkpoint_rows = 0, mark = NULL, settled = 0, searched = 0,
                stats_checkpoint = NULL, stats_rows = 0, stats_whole = 0, stats_mark = NULL
            """)
        for table in ["page", "listed"] { try db.run("DELETE FROM \(table)") }
        try CourseCounts.recount(db)
        try AttemptCounts.recount(db)
        for connection in try db.values(Int64.self, "SELECT id FROM connection") {
            try EnrolmentCounts.recount(ConnectionID(connection), db)
        }
    }
}

extension DatabaseError {
    /// What SQLite says, on one line: of a damaged file it may quote anything.
    var line: String? { message?.withoutControls }

    /// Whether the file is to blame.
    var isOfDamage: Bool { [.SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_IOERR].contains(resultCode) }
}
