package import Foundation
package import Postgres
import PostgresTesting

/// The tables of a store in the hands of somebody else, on the engine that the tests are run with.
package enum StoreTables {
    case file(StoreFile)
    case database(PostgresSettings)

    /// - Parameter directory: the data directory of the store.
    package init(in directory: URL) throws {
        self =
            if let url = try TestStores.database(of: directory) {
                .database(try PostgresSettings(url: url))
            } else {
                .file(try StoreFile(directory.appending(path: "tributary.sqlite")))
            }
    }

    package func run(_ sql: String) throws {
        switch self {
        case .file(let file): try file.run(sql)
        case .database(let settings): try PostgresConnection(settings).run(sql)
        }
    }

    /// The first column of the first row.
    package func number(_ sql: String) throws -> Int? { try texts(sql).first.flatMap { Int($0) } }

    /// The first column of each row.
    package func texts(_ sql: String) throws -> [String] {
        switch self {
        case .file(let file): return try file.texts(sql)
        case .database(let settings):
            let result = try PostgresConnection(settings).execute(sql, PostgresParameters())
            return (0..<result.count).map { result.text(0, of: $0) }
        }
    }
}
