import Foundation
import Postgres
import Synchronization

/// A store that leaves a database, or arrives in one.
struct PostgresMover: StoreMover {
    let name: String
    private let place: String
    private let settings: PostgresSettings
    private let plainText: @Sendable (String) -> String

    init(
        url: String, _ parameters: [String: String], origin: String?,
        plainText: @escaping @Sendable (String) -> String
    ) throws(StoreError) {
        settings = try PostgresSettings(url: url, parameters, origin: origin)
        name = settings.place
        place = "\(origin.map { "\($0): " } ?? "")\(settings.place)"
        self.plainText = plainText
    }

    /// However long it takes: a server may be set to end what does nothing for a while.
    private static let begin = """
        BEGIN; \(Beginning.toDisk); SET LOCAL idle_in_transaction_session_timeout = 0;
        SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '60s'
        """

    func hold() throws -> any OpenTransaction {
        let connection = try PostgresConnection(settings)
        // Each writing transaction begins with a lock that this one excludes.
        try connection.run("\(Self.begin); LOCK TABLE meta IN EXCLUSIVE MODE")
        return PostgresTransaction(connection, place: place, plainText)
    }

    func make(_ tables: [PortableTable]) throws -> any OpenTransaction {
        let connection = try PostgresConnection(settings)
        try PostgresSchema.checkServer(connection, place: place)
        try connection.run(Self.begin)
        if try !PostgresSchema.makeInTurn(connection) {
            try PostgresSchema.checkVersion(connection, place: place)
            try connection.run("LOCK TABLE meta IN EXCLUSIVE MODE")
            let side = PostgresSide(connection, StatementTexts())
            guard
                try side.db.mark(.moved) != nil || side.db.mark(.arriving) != nil
                    || tables.allSatisfy({
                        try $0.name == "meta" || !side.db.exists("SELECT 1 FROM \($0.name)")
                    })
            else {
                throw StoreError.unusable(
                    "\(place): there is a store already; name an empty database, such as one that `CREATE DATABASE` makes"
                )
            }
            try side.empty(tables)
        }
        return PostgresTransaction(connection, place: place, plainText)
    }

    func mark(_ mark: MoveMark) throws -> String? {
        let connection = try PostgresConnection(settings)
        guard try PostgresSchema.isThere(connection) else { return nil }
        return try PostgresSide(connection, StatementTexts()).db.mark(mark)
    }

    func remove(_ mark: MoveMark) throws {
        try PostgresSide(try PostgresConnection(settings), StatementTexts()).db.remove(mark)
    }

    func explain(_ error: any Error) -> StoreError { PostgresEngine.explain(error, place) }
}

/// A transaction on a connection of its own.
private final class PostgresTransaction: OpenTransaction {
    let path: String
    let dialect: any Dialect = PostgresDialect()
    let search: any SearchEngine
    private nonisolated(unsafe) let connection: PostgresConnection
    private let turn = Mutex(())
    private let texts = StatementTexts()

    init(_ connection: PostgresConnection, place: String, _ plainText: @escaping @Sendable (String) -> String)
    {
        self.connection = connection
        path = place
        search = PostgresSearch(plainText: plainText)
    }

    func run<Value: Sendable>(_ body: (any PortableSide) throws -> Value) throws -> Value {
        try turn.withLock { _ in try body(PostgresSide(connection, texts)) }
    }

    func commit() throws { try turn.withLock { _ in try connection.commit() } }

    func explain(_ error: any Error) -> StoreError { PostgresEngine.explain(error, path) }
}

extension PostgresSettings {
    /// - Parameter origin: what named the database, for messages.
    init(url: String, _ parameters: [String: String], origin: String?) throws(StoreError) {
        do { try self.init(url: url, parameters.map { ($0.key, $0.value) }) } catch {
            throw .unusable("\(origin.map { "\($0): " } ?? "")the store's database \(error.message)")
        }
    }
}
