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
}
