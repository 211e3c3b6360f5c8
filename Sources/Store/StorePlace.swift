package import Foundation

/// Where a store is, or is to be.
package enum StorePlace: Sendable, Equatable {
    /// A file in a data directory.
    case directory(URL)
    /// A database of a PostgreSQL server.
    ///
    /// - Parameters:
    ///   - url: a connection URI of libpq.
    ///   - parameters: further parameters of libpq, which count more.
    ///   - origin: what named the database, for messages.
    case postgres(url: String, parameters: [String: String] = [:], origin: String? = nil)
}

extension StorePlace {
    func mover(_ plainText: @escaping @Sendable (String) -> String) throws(StoreError) -> any StoreMover {
        switch self {
        case .directory(let directory): SQLiteMover(directory: directory, plainText: plainText)
        case .postgres(let url, let parameters, let origin):
            try PostgresMover(url: url, parameters, origin: origin, plainText: plainText)
        }
    }
}

extension Store {
    /// Opens the store that is at a place, and makes it if it is missing.
    ///
    /// - Parameters:
    ///   - directory: the data directory, which holds what is no store too: it is created if it is missing.
    ///   - environment: `production` or `test`; a store carries the one it was made in.
    ///   - plainText: the words of a cleaned description, for the search index.
    /// - Throws: ``StoreError``.
    package static func open(
        at place: StorePlace, directory: URL, environment: String,
        plainText: @escaping @Sendable (String) -> String
    ) throws(StoreError) -> Store {
        switch place {
        case .directory(let directory):
            try Store(directory: directory, environment: environment, plainText: plainText)
        case .postgres(let url, let parameters, let origin):
            try Store(
                postgres: url, parameters, place: origin, directory: directory, environment: environment,
                plainText: plainText)
        }
    }
}
