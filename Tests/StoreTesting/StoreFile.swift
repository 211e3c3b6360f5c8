package import Foundation
import GRDB

/// The file of a store on SQLite in the hands of somebody else, for tests of what the program makes of a store that is
/// watched, changed or broken from outside.
package struct StoreFile: Sendable {
    private let queue: DatabaseQueue

    package init(_ file: URL) throws { queue = try DatabaseQueue(path: file.path) }

    package func run(_ sql: String) throws { try queue.write { try $0.execute(sql: sql) } }

    /// The first column of the first row.
    package func number(_ sql: String) throws -> Int? { try queue.read { try Int.fetchOne($0, sql: sql) } }

    /// The first column of each row.
    package func texts(_ sql: String) throws -> [String] {
        try queue.read { try String.fetchAll($0, sql: sql) }
    }

    /// The tables of a store, in the order in which they are made.
    package func tables() throws -> [String] {
        try texts(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%STRICT%' ORDER BY rowid")
    }

    /// The columns of a table, and whether they hold numbers.
    package func columns(of table: String) throws -> [(name: String, isNumber: Bool)] {
        try queue.read { db in
            try db.columns(in: table).map { ($0.name, ["INTEGER", "REAL"].contains($0.type)) }
        }
    }

    /// Puts a value into a column of all rows, whatever it is declared to hold, as a damaged file may have it.
    package static func put(_ value: String, into column: String, of table: String, in file: URL) throws {
        func declare(_ old: String, _ new: String) throws {
            var configuration = Configuration()
            configuration.prepareDatabase { try $0.execute(sql: "PRAGMA writable_schema = ON") }
            let queue = try DatabaseQueue(path: file.path, configuration: configuration)
            try queue.write { db in
                try db.execute(
                    sql: "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE name = ?",
                    arguments: [old, new, table])
            }
            try queue.close()
        }
        try declare("STRICT", "/*STRICT*/")
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: file.path, configuration: configuration)
        // The number of a row is a number in every file.
        try? queue.write { db in
            try db.execute(sql: "UPDATE OR IGNORE \"\(table)\" SET \"\(column)\" = \(value)")
        }
        try queue.close()
        try declare("/*STRICT*/", "STRICT")
    }
}
