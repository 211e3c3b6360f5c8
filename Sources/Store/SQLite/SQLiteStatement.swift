import Foundation
import GRDB
import GRDBSQLite

/// A prepared statement that is bound and stepped by SQLite's own calls, so that no value becomes a database value
/// of GRDB first.
///
/// Every return code is checked, and a step that fails throws GRDB's error. As a row it is the one it stands at.
final class SQLiteStatement: RowSource, ParameterSink {
    private let statement: Statement
    private let handle: OpaquePointer
    private let db: Database
    /// How many parameters are bound.
    private var bound: Int32 = 0

    /// - Parameter once: whether the statement is not kept for the next time.
    init(_ sql: String, once: Bool = false, _ db: Database) throws {
        statement = try once ? db.makeStatement(sql: sql) : db.cachedStatement(sql: sql)
        handle = statement.sqliteStatement
        self.db = db
        reset()
    }

    /// Makes it ready to be bound again.
    func reset() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
        bound = 0
    }

    /// Runs to the next row.
    ///
    /// - Returns: whether there is one.
    func step() throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code:
            let message = String(cString: sqlite3_errmsg(db.sqliteConnection))
            reset()
            throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message)
        }
    }

    // MARK: - Parameters

    func bind(_ values: Values) throws {
        for value in values.positional { try bind(value) }
        for (name, value) in values.named {
            let index = sqlite3_bind_parameter_index(handle, ":" + name)
            // A statement need not use all that its caller has.
            guard index > 0 else { continue }
            bound = index - 1
            try bind(value)
        }
    }

    func bind(_ value: Int64) throws {
        bound += 1
        try check(sqlite3_bind_int64(handle, bound, value))
    }

    func bind(_ text: String) throws {
        bound += 1
        var text = text
        let code = text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
                // An empty text has no address to bind.
                $0.isEmpty
                    ? sqlite3_bind_text(handle, bound, "", 0, nil)
                    : sqlite3_bind_text(handle, bound, $0.baseAddress, Int32($0.count), Self.copied)
            }
        }
        try check(code)
    }

    func bind(_ value: SQLValue) throws {
        switch value {
        // What stays unbound is NULL.
        case .null: bound += 1
        case .integer(let value): try bind(value)
        case .text(let text): try bind(text)
        case .real(let value):
            bound += 1
            try check(sqlite3_bind_double(handle, bound, value))
        case .bytes(let data):
            bound += 1
            let code = data.withUnsafeBytes {
                $0.isEmpty
                    ? sqlite3_bind_zeroblob(handle, bound, 0)
                    : sqlite3_bind_blob(handle, bound, $0.baseAddress, Int32($0.count), Self.copied)
            }
            try check(code)
        case .texts(let texts): try bind(String(decoding: JSONEncoder().encode(texts), as: UTF8.self))
        case .integers(let values):
            try bind("[\(values.map { String($0) }.joined(separator: ","))]")
        }
    }

    private func check(_ code: Int32) throws {
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    }

    /// SQLite's mark for a value that it copies.
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    // MARK: - The row it stands at

    private(set) lazy var columns: [String] = statement.columnNames

    func column(_ name: String) -> Int? { columns.firstIndex(of: name) }

    func isNull(_ column: Int, of row: Int) -> Bool {
        sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL
    }

    func integer(_ column: Int, of row: Int) -> Int64 { sqlite3_column_int64(handle, Int32(column)) }

    func real(_ column: Int, of row: Int) -> Double { sqlite3_column_double(handle, Int32(column)) }

    func text(_ column: Int, of row: Int) -> String {
        guard let bytes = sqlite3_column_text(handle, Int32(column)) else { return "" }
        let count = Int(sqlite3_column_bytes(handle, Int32(column)))
        return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }

    func bytes(_ column: Int, of row: Int) -> Data {
        guard let bytes = sqlite3_column_blob(handle, Int32(column)) else { return Data() }
        return Data(bytes: bytes, count: Int(sqlite3_column_bytes(handle, Int32(column))))
    }

    /// The values of the row, to be kept.
    ///
    /// - Parameter first: the first column that is copied.
    func copyRow(to values: inout [SQLValue], from first: Int = 0) {
        for column in first..<columns.count {
            switch sqlite3_column_type(handle, Int32(column)) {
            case SQLITE_NULL: values.append(.null)
            case SQLITE_INTEGER: values.append(.integer(integer(column, of: 0)))
            case SQLITE_FLOAT: values.append(.real(real(column, of: 0)))
            case SQLITE_BLOB: values.append(.bytes(bytes(column, of: 0)))
            default: values.append(.text(text(column, of: 0)))
            }
        }
    }
}

/// The rows of a result that was read to its end.
final class SQLiteResult: RowSource {
    private let columns: [String]
    private var values: [SQLValue] = []
    private(set) var count = 0

    init(_ statement: SQLiteStatement) throws {
        columns = statement.columns
        while try statement.step() {
            statement.copyRow(to: &values)
            count += 1
        }
    }

    private func value(_ column: Int, _ row: Int) -> SQLValue { values[row * columns.count + column] }

    func column(_ name: String) -> Int? { columns.firstIndex(of: name) }

    func isNull(_ column: Int, of row: Int) -> Bool {
        if case .null = value(column, row) { true } else { false }
    }

    func integer(_ column: Int, of row: Int) -> Int64 {
        switch value(column, row) {
        case .integer(let value): value
        case .real(let value): Int64(exactly: value.rounded(.towardZero)) ?? 0
        case .text(let text): Int64(text) ?? 0
        default: 0
        }
    }

    func real(_ column: Int, of row: Int) -> Double {
        switch value(column, row) {
        case .real(let value): value
        case .integer(let value): Double(value)
        default: 0
        }
    }

    func text(_ column: Int, of row: Int) -> String {
        switch value(column, row) {
        case .text(let text): text
        case .integer(let value): String(value)
        default: ""
        }
    }

    func bytes(_ column: Int, of row: Int) -> Data {
        if case .bytes(let data) = value(column, row) { data } else { Data() }
    }
}
