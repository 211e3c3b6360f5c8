import Foundation

/// A database that is read and written in a transaction which others do not see: so a store is looked at through its own
/// interface before it counts.
struct TransactionEngine: Engine {
    let transaction: any OpenTransaction

    var path: String { transaction.path }
    var dialect: any Dialect { transaction.dialect }
    var search: any SearchEngine { transaction.search }

    func read<Value: Sendable>(_ body: @Sendable @escaping (Session) throws -> Value) async throws -> Value {
        try transaction.run { try body($0.db) }
    }

    func write<Value: Sendable>(
        toDisk: Bool, under hold: LeaseHold?, _ body: @Sendable @escaping (Session) throws -> Value
    ) async throws -> Value {
        try transaction.run { try body($0.db) }
    }

    func writeIfFree<Value: Sendable>(
        _ body: @Sendable @escaping (Session) throws -> Value
    ) async throws -> Value? {
        try transaction.run { try body($0.db) }
    }

    func checkWritable() async throws {}

    func changeMark() async throws -> Int { 0 }

    /// Nobody else works on it.
    func lease(_ name: String) -> Lease? { Lease(LeaseHold(name: name, epoch: 0)) {} }

    func copy(to directory: URL) throws -> any Engine { throw isMoving }

    func backup(to file: URL) throws -> [String]? { throw isMoving }

    func restore(from file: URL) throws { throw isMoving }

    private var isMoving: StoreError { .busy("\(path): the store is being moved; try again when it is done") }

    func explain(_ error: any Error, at path: String) -> StoreError { transaction.explain(error) }
}
