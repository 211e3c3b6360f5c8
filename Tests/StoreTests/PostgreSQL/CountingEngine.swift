import Foundation
import Synchronization

@testable import Store

/// An engine that counts the statements of its transactions, each of which is a round trip over a network.
final class CountingEngine: Engine {
    private let base: any Engine
    private let statements = Mutex(0)

    init(_ base: any Engine) { self.base = base }

    var count: Int { statements.withLock { $0 } }

    fileprivate func add() { statements.withLock { $0 += 1 } }

    func read<Value: Sendable>(_ body: @Sendable @escaping (Session) throws -> Value) async throws -> Value {
        try await base.read { [self] db in try body(Session(link: CountingLink(db.link, self))) }
    }

    func write<Value: Sendable>(
        toDisk: Bool, under hold: LeaseHold?, _ body: @Sendable @escaping (Session) throws -> Value
    ) async throws -> Value {
        try await base.write(toDisk: toDisk, under: hold) { [self] db in
            try body(Session(link: CountingLink(db.link, self)))
        }
    }

    func writeIfFree<Value: Sendable>(
        _ body: @Sendable @escaping (Session) throws -> Value
    ) async throws -> Value? {
        try await base.writeIfFree { [self] db in try body(Session(link: CountingLink(db.link, self))) }
    }

    var path: String { base.path }
    var dialect: any Dialect { base.dialect }
    var search: any SearchEngine { base.search }

    func checkWritable() async throws { try await base.checkWritable() }
    func changeMark() async throws -> Int { try await base.changeMark() }
    func lease(_ name: String) throws(StoreError) -> Lease? { try base.lease(name) }
    func copy(to directory: URL) throws -> any Engine { try base.copy(to: directory) }
    func backup(to file: URL) throws -> [String]? { try base.backup(to: file) }
    func restore(from file: URL) throws { try base.restore(from: file) }
    func explain(_ error: any Error, at path: String) -> StoreError { base.explain(error, at: path) }
}

private final class CountingLink: DatabaseLink {
    private let base: any DatabaseLink
    private let engine: CountingEngine

    init(_ base: any DatabaseLink, _ engine: CountingEngine) {
        self.base = base
        self.engine = engine
    }

    var dialect: any Dialect { base.dialect }

    func rows(_ sql: String, _ values: Values, once: Bool) throws -> [Row] {
        engine.add()
        return try base.rows(sql, values, once: once)
    }

    func forEach(_ sql: String, _ values: Values, once: Bool, _ body: (Row) throws -> Void) throws {
        engine.add()
        try base.forEach(sql, values, once: once, body)
    }

    func run(_ sql: String, _ values: Values) throws -> Int {
        engine.add()
        return try base.run(sql, values)
    }

    func each(
        _ sql: String, count: Int, bind: (Int, Parameters) throws -> Void, found: (Int, Row?) throws -> Void
    ) throws {
        engine.add()
        try base.each(sql, count: count, bind: bind, found: found)
    }

    func insert(
        into table: String, width: Int, otherwise: String, count: Int,
        bind: (Int, Parameters) throws -> Void, returned: (Row) throws -> Void
    ) throws {
        engine.add()
        try base.insert(
            into: table, width: width, otherwise: otherwise, count: count, bind: bind,
            returned: returned)
    }

    func find(
        _ columns: String, in source: String, by keys: [String], count: Int,
        bind: (Int, Parameters) throws -> Void, found: (Int, Row?) throws -> Void
    ) throws {
        engine.add()
        try base.find(columns, in: source, by: keys, count: count, bind: bind, found: found)
    }

    func load(_ table: String, width: Int, count: Int, bind: (Int, Parameters) throws -> Void) throws {
        engine.add()
        try base.load(table, width: width, count: count, bind: bind)
    }

    func serialize(_ what: String) throws {
        engine.add()
        try base.serialize(what)
    }
}
