import Foundation

/// What an engine read: rows of columns.
protocol RowSource: AnyObject {
    /// The number of the first column with this name.
    func column(_ name: String) -> Int?
    func isNull(_ column: Int, of row: Int) -> Bool
    /// 0 if the value is NULL; the other types return an empty value.
    func integer(_ column: Int, of row: Int) -> Int64
    func real(_ column: Int, of row: Int) -> Double
    func text(_ column: Int, of row: Int) -> String
    func bytes(_ column: Int, of row: Int) -> Data
}

/// One row of a result.
///
/// A row that is handed to a closure is valid until the closure returns.
struct Row {
    let source: any RowSource
    let index: Int

    /// The value of the first column with this name; that of NULL if there is none.
    subscript<Value: Column>(_ name: String) -> Value {
        source.column(name).map { Value(source, index, $0) } ?? Value()
    }

    subscript<Value: Column>(_ column: Int) -> Value { Value(source, index, column) }
}

/// A type that a column is read as. NULL is the empty value of a type that is not optional.
protocol Column {
    init()
    init(_ source: any RowSource, _ row: Int, _ column: Int)
}

extension Int64: Column {
    init(_ source: any RowSource, _ row: Int, _ column: Int) { self = source.integer(column, of: row) }
}

/// Numbers that are counted with: 2^53 at most, whatever a damaged file holds, so that no sum of them overflows.
extension Int: Column {
    init(_ source: any RowSource, _ row: Int, _ column: Int) {
        self = Int(Swift.min(Swift.max(source.integer(column, of: row), -1 << 53), 1 << 53))
    }
}

extension Bool: Column {
    init(_ source: any RowSource, _ row: Int, _ column: Int) { self = source.integer(column, of: row) != 0 }
}

extension Double: Column {
    init(_ source: any RowSource, _ row: Int, _ column: Int) { self = source.real(column, of: row) }
}

extension String: Column {
    init(_ source: any RowSource, _ row: Int, _ column: Int) { self = source.text(column, of: row) }
}

extension Data: Column {
    init(_ source: any RowSource, _ row: Int, _ column: Int) { self = source.bytes(column, of: row) }
}

extension Date: Column {
    init(_ source: any RowSource, _ row: Int, _ column: Int) {
        self = Instant.date(source.integer(column, of: row))
    }
}

extension Optional: Column where Wrapped: Column {
    init() { self = nil }

    init(_ source: any RowSource, _ row: Int, _ column: Int) {
        self = source.isNull(column, of: row) ? nil : Wrapped(source, row, column)
    }
}
