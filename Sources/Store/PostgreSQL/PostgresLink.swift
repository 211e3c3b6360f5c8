import Foundation
import Postgres

/// Runs the statements of one transaction on a connection.
final class PostgresLink: DatabaseLink {
    private let connection: PostgresConnection
    private let texts: StatementTexts
    /// Whether rows were handed out before the transaction came to its end: it cannot be run again unseen.
    private(set) var hasHandedOut = false

    init(_ connection: PostgresConnection, _ texts: StatementTexts) {
        self.connection = connection
        self.texts = texts
    }

    var dialect: any Dialect { PostgresDialect() }

    func rows(_ sql: String, _ values: Values, once: Bool) throws -> [Row] {
        let text = texts.get(sql, once: once)
        let result = try connection.execute(text.sql, text.parameters(values))
        return (0..<result.count).map { Row(source: result, index: $0) }
    }

    func forEach(_ sql: String, _ values: Values, once: Bool, _ body: (Row) throws -> Void) throws {
        hasHandedOut = true
        let text = texts.get(sql, once: once)
        try connection.forEachRow(text.sql, text.parameters(values)) { try body(Row(source: $0, index: 0)) }
    }

    func run(_ sql: String, _ values: Values) throws -> Int {
        let text = texts.get(sql)
        return try connection.execute(text.sql, text.parameters(values)).written
    }

    /// So many executions are sent before the results of the first are read.
    private static let atOnce = 1_000

    func each(
        _ sql: String, count: Int, bind: (Int, Parameters) throws -> Void,
        found: (Int, Row?) throws -> Void
    ) throws {
        let text = texts.get(sql)
        let sink = PostgresSink()
        for start in stride(from: 0, to: count, by: Self.atOnce) {
            let end = min(start + Self.atOnce, count)
            sink.values.removeAll()
            for index in start..<end { try bind(index, Parameters(sink: sink)) }
            try connection.pipeline(
                text.sql, width: text.places.count, sink.values, count: end - start
            ) { index, result in
                guard result.count > 0 else { return try found(start + index, nil) }
                for row in 0..<result.count { try found(start + index, Row(source: result, index: row)) }
            }
        }
    }

    /// By one statement for all: a list for each column that has a value in any row.
    func insert(
        into table: String, width: Int, otherwise: String, count: Int,
        bind: (Int, Parameters) throws -> Void, returned: (Row) throws -> Void
    ) throws {
        let sink = PostgresSink()
        for index in 0..<count { try bind(index, Parameters(sink: sink)) }
        let (lists, isThere) = sink.values.lists(width: width)
        let columns = isThere.enumerated().map { $1 ? "v.value\($0)" : "NULL" }.joined(separator: ", ")
        let names = isThere.indices.filter { isThere[$0] }.map { "value\($0)" }.joined(separator: ", ")
        let result = try connection.execute(
            """
            INSERT INTO \(table) SELECT \(columns) FROM unnest(\(Self.marks(lists.count))) AS v (\(names)) \(otherwise)
            """, lists)
        for row in 0..<result.count { try returned(Row(source: result, index: row)) }
    }

    private static func marks(_ count: Int) -> String {
        (1...count).map { "$\($0)" }.joined(separator: ", ")
    }

    /// By one query for all: a list for each key is joined with the tables. `OFFSET 0` has each element looked up by the
    /// indexes: the planner, which knows nothing yet of tables that are being filled, would read all of one instead.
    func find(
        _ columns: String, in source: String, by keys: [String], count: Int,
        bind: (Int, Parameters) throws -> Void, found: (Int, Row?) throws -> Void
    ) throws {
        let sink = PostgresSink()
        for index in 0..<count { try bind(index, Parameters(sink: sink)) }
        let names = keys.indices.map { "key\($0)" }.joined(separator: ", ")
        let conditions = keys.enumerated().map { "\($1) = n.key\($0)" }.joined(separator: " AND ")
        let result = try connection.execute(
            """
            SELECT f.*, n.number AS element
            FROM unnest(\(Self.marks(keys.count))) WITH ORDINALITY AS n (\(names), number),
                LATERAL (SELECT \(columns) FROM \(source) WHERE \(conditions) OFFSET 0) f
            ORDER BY n.number
            """, sink.values.lists(width: keys.count).lists)
        let element = result.column("element") ?? 0
        var next = 0
        for row in 0..<result.count {
            let index = Int(result.integer(element, of: row)) - 1
            while next < index {
                try found(next, nil)
                next += 1
            }
            try found(index, Row(source: result, index: row))
            next = index + 1
        }
        for index in next..<max(next, count) { try found(index, nil) }
    }

    func load(_ table: String, width: Int, count: Int, bind: (Int, Parameters) throws -> Void) throws {
        let sink = PostgresSink()
        try connection.copy(into: table, width: width) { put in
            for start in stride(from: 0, to: count, by: Self.atOnce) {
                sink.values.removeAll()
                for index in start..<min(start + Self.atOnce, count) {
                    try bind(index, Parameters(sink: sink))
                }
                try put(sink.values)
            }
        }
    }

    func serialize(_ what: String) throws {
        _ = try connection.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", texts.get("?").parameters([what]))
    }
}

extension PostgresResult: RowSource {}

/// Gathers values in PostgreSQL's binary format.
final class PostgresSink: ParameterSink {
    var values = PostgresParameters()

    func bind(_ value: Int64) { values.add(value) }
    func bind(_ text: String) { values.add(text) }
    func bind(_ value: SQLValue) { values.add(value) }
}

extension PostgresParameters {
    mutating func add(_ value: SQLValue) {
        switch value {
        case .null: addNull()
        case .integer(let value): add(value)
        case .real(let value): add(value)
        case .text(let text): add(text)
        case .bytes(let data): add(data)
        case .texts(let texts): add(texts)
        case .integers(let values): add(values)
        }
    }
}

extension StatementText {
    /// The values in the order of their numbers; one that is not given is NULL.
    func parameters(_ values: Values) -> PostgresParameters {
        var parameters = PostgresParameters()
        for place in places {
            switch place {
            case .position(let index) where index < values.positional.count:
                parameters.add(values.positional[index])
            case .position: parameters.addNull()
            case .name(let name): parameters.add(values.named.last { $0.name == name }?.value ?? .null)
            }
        }
        return parameters
    }
}

struct PostgresDialect: Dialect {
    /// The planner orders tables by itself, from statistics that it keeps.
    let inThisOrder = "JOIN"
    let locked = "FOR UPDATE"
    let rowsToLoad: Int? = 1_000
    let rowsAtOnce = 2_000
    let enrolmentsAtOnce = 5_000

    func unindexed(_ column: String) -> String { column }

    func isAmong(_ value: String, _ list: String) -> String { "\(value) = ANY (\(list))" }

    func elements(of list: String, as table: String) -> String { "unnest(\(list)) AS \(table) (value)" }

    func character(_ code: Int) -> String { "chr(\(code))" }

    func lines(_ text: String) -> String { "string_agg(CAST(\(text) AS TEXT), chr(10))" }

    func lines(_ text: String, _ source: String, orderedBy order: String) -> String {
        "(SELECT string_agg(\(text), chr(10) ORDER BY \(order)) \(source))"
    }

    func temporaryTable(_ definition: String) -> String {
        "CREATE TEMP TABLE IF NOT EXISTS \(PostgresSchema.translated(definition)) ON COMMIT DROP"
    }

    func hasLine(_ line: String, in text: String) -> String {
        "strpos(chr(10) || \(text) || chr(10), chr(10) || \(line) || chr(10)) > 0"
    }
}
