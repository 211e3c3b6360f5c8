import Foundation

/// A database with everything that engines do each in their own way.
protocol Engine: Sendable {
    /// What messages name the store by.
    var path: String { get }
    var dialect: any Dialect { get }
    var search: any SearchEngine { get }

    /// Runs a body that reads one state of the database.
    func read<Value: Sendable>(_ body: @Sendable @escaping (Session) throws -> Value) async throws -> Value

    /// Runs a body in one transaction.
    ///
    /// - Parameters:
    ///   - toDisk: whether what it writes outlives even a loss of power.
    ///   - hold: the lease that the transaction needs; it fails if that is no longer held by who took it.
    func write<Value: Sendable>(
        toDisk: Bool, under hold: LeaseHold?, _ body: @Sendable @escaping (Session) throws -> Value
    ) async throws -> Value

    /// Runs a body in one transaction, unless another one is being written.
    ///
    /// - Returns: nil in that case.
    func writeIfFree<Value: Sendable>(
        _ body: @Sendable @escaping (Session) throws -> Value
    ) async throws -> Value?

    /// Fails unless the database is there, answers and can be written; writes nothing.
    func checkWritable() async throws

    /// A number that is another one after every change, of whichever process.
    func changeMark() async throws -> Int

    /// Takes a lease if it is free.
    func lease(_ name: String) throws(StoreError) -> Lease?

    /// Makes this process the only one that serves, on an engine whose leases can be lost.
    func serve() async throws

    func endServing()

    /// A copy in an empty directory, whose leases are those of this database.
    func copy(to directory: URL) throws -> any Engine

    /// Writes a consistent copy to a new file; of a damaged database what can be read.
    ///
    /// - Returns: nil if it is whole, otherwise what was lost.
    func backup(to file: URL) throws -> [String]?

    /// Puts a backup in the place of the content.
    func restore(from file: URL) throws

    /// What an error of this engine at a file means to the person who runs the host.
    func explain(_ error: any Error, at path: String) -> StoreError
}

extension Engine {
    func serve() async throws {}

    func endServing() {}

    func explain(_ error: any Error) -> StoreError { explain(error, at: path) }
}

/// Gives leases.
protocol LeaseSource: Sendable {
    /// Takes the lease if it is free.
    ///
    /// - Returns: nil while another holder has it.
    func take(_ name: String) throws(StoreError) -> Lease?
}

/// Finds items by the words in them.
protocol SearchEngine: Sendable {
    /// What a person typed; nil if there is no word in it.
    func query(_ text: String) -> SearchQuery?
    /// A query for the items that `:match` finds.
    var items: String { get }
    /// A query for `item` and `score` of all that `:match` finds, the best first.
    func ranked(_ query: SearchQuery) -> String
    /// What keeps the order of a ranked query `s` in one that reads it; empty on an engine that reads it as it comes.
    var order: String { get }
    /// Takes items of a connection with these revisions in, again if they are there.
    func index(_ connection: Int64, after revision: Int64, upTo last: Int64, _ db: Session) throws
    /// Removes the items of a connection.
    func remove(_ connection: Int64, _ db: Session) throws
}

/// What a person searches for, as parameters of an engine's queries.
struct SearchQuery: Sendable {
    /// The value of `:match`.
    let match: String
    /// The value of `:name`: what is named so comes first. Nil if no word asks for that.
    let name: String?
}
