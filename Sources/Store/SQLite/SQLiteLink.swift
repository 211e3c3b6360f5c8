import GRDB

/// Runs the statements of one transaction on a connection of GRDB's pool.
final class SQLiteLink: DatabaseLink {
    private let db: Database

    init(_ db: Database) { self.db = db }

    var dialect: any Dialect { SQLiteDialect() }

    func rows(_ sql: String, _ values: Values, once: Bool) throws -> [Row] {
        let statement = try SQLiteStatement(sql, once: once, db)
        defer { statement.reset() }
        try statement.bind(values)
        let result = try SQLiteResult(statement)
        return (0..<result.count).map { Row(source: result, index: $0) }
    }

    func forEach(_ sql: String, _ values: Values, once: Bool, _ body: (Row) throws -> Void) throws {
        let statement = try SQLiteStatement(sql, once: once, db)
        defer { statement.reset() }
        try statement.bind(values)
        let row = Row(source: statement, index: 0)
        while try statement.step() { try body(row) }
    }

    func run(_ sql: String, _ values: Values) throws -> Int {
        let statement = try SQLiteStatement(sql, db)
        defer { statement.reset() }
        try statement.bind(values)
        while try statement.step() {}
        return db.changesCount
    }

    func each(
        _ sql: String, count: Int, bind: (Int, Parameters) throws -> Void,
        found: (Int, Row?) throws -> Void
    ) throws {
        let statement = try SQLiteStatement(sql, db)
        defer { statement.reset() }
        let parameters = Parameters(sink: statement)
        let row = Row(source: statement, index: 0)
        for index in 0..<count {
            statement.reset()
            try bind(index, parameters)
            var isEmpty = true
            while try statement.step() {
                isEmpty = false
                try found(index, row)
            }
            if isEmpty { try found(index, nil) }
        }
    }

    func find(
        _ columns: String, in source: String, by keys: [String], count: Int,
        bind: (Int, Parameters) throws -> Void, found: (Int, Row?) throws -> Void
    ) throws {
        let conditions = keys.map { "\($0) = ?" }.joined(separator: " AND ")
        try each(
            "SELECT \(columns) FROM \(source) WHERE \(conditions)", count: count, bind: bind, found: found)
    }

    func insert(
        into table: String, width: Int, otherwise: String, count: Int,
        bind: (Int, Parameters) throws -> Void, returned: (Row) throws -> Void
    ) throws {
        let marks = [String](repeating: "?", count: width).joined(separator: ", ")
        try each("INSERT INTO \(table) VALUES (\(marks)) \(otherwise)", count: count, bind: bind) {
            if let row = $1 { try returned(row) }
        }
    }

    func load(_ table: String, width: Int, count: Int, bind: (Int, Parameters) throws -> Void) throws {
        try insert(into: table, width: width, otherwise: "", count: count, bind: bind) { _ in }
    }

    /// SQLite writes one transaction at a time.
    func serialize(_ what: String) {}
}

struct SQLiteDialect: Dialect {
    let inThisOrder = "CROSS JOIN"
    let locked = ""
    let rowsToLoad: Int? = nil
    let rowsAtOnce = 100
    let enrolmentsAtOnce = 1_000

    func unindexed(_ column: String) -> String { "+\(column)" }

    func isAmong(_ value: String, _ list: String) -> String {
        "\(value) IN (SELECT value FROM json_each(\(list)))"
    }

    func elements(of list: String, as table: String) -> String { "json_each(\(list)) \(table)" }

    func character(_ code: Int) -> String { "char(\(code))" }

    func lines(_ text: String) -> String { "group_concat(\(text), char(10))" }

    /// Groups are joined in the order in which they are read.
    func lines(_ text: String, _ source: String, orderedBy order: String) -> String {
        "(SELECT group_concat(line, char(10)) FROM (SELECT \(text) AS line \(source) ORDER BY \(order)))"
    }

    func temporaryTable(_ definition: String) -> String {
        "CREATE TEMP TABLE IF NOT EXISTS \(definition) WITHOUT ROWID"
    }

    func hasLine(_ line: String, in text: String) -> String {
        "instr(char(10) || \(text) || char(10), char(10) || \(line) || char(10)) > 0"
    }
}
