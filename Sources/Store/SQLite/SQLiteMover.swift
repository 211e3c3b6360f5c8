import Foundation
import GRDB

/// A store that leaves a data directory, or arrives in one.
struct SQLiteMover: StoreMover {
    let directory: URL
    let plainText: @Sendable (String) -> String

    private var file: URL { directory.appending(path: "tributary.sqlite") }
    /// A store that arrives is made in a folder of its own, and put in its place when it is done.
    private var draft: URL { directory.appending(path: "migration") }
    private var isThere: Bool { FileManager.default.fileExists(atPath: file.path) }

    var name: String { file.path }

    func hold() throws -> any OpenTransaction { try SQLiteTransaction(file.path, plainText) }

    func make(_ tables: [PortableTable]) throws -> any OpenTransaction {
        try checkThatThereIsNone()
        try Store.prepare(directory)
        let files = FileManager.default
        try? files.removeItem(at: draft)
        do {
            try files.createDirectory(
                at: draft, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        } catch {
            throw StoreError.unusable(
                "\(draft.path): cannot be created; check the rights of \(directory.path)")
        }
        let made = draft.appending(path: "tributary.sqlite")
        let queue = try SQLiteFile.ownersOnly(made.path)
        try Schema.migrator.migrate(queue)
        try queue.close()
        return try SQLiteTransaction(made.path, plainText, inPlace: { [self] in try put(made) }) { [draft] in
            try? FileManager.default.removeItem(at: draft)
        }
    }

    private func checkThatThereIsNone() throws {
        guard isThere, try mark(.moved) == nil, try mark(.arriving) == nil else { return }
        throw StoreError.unusable(
            "\(file.path): there is a store already; name another directory, or move that file away")
    }

    /// Puts a finished store in its place. One whose content was moved elsewhere is kept beside it.
    private func put(_ made: URL) throws {
        guard isThere else {
            guard link(made.path, file.path) == 0 || errno != EEXIST && rename(made.path, file.path) == 0
            else {
                throw StoreError.unusable("\(file.path): \(String(cString: strerror(errno)))")
            }
            return flush()
        }
        try checkThatThereIsNone()
        // What a process that still has it open writes must not come into the new file.
        try opened { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
        let style = Date.ISO8601FormatStyle(dateSeparator: .omitted, timeSeparator: .omitted)
        let former = directory.appending(path: "moved-\(Date().formatted(style)).sqlite")
        guard link(file.path, former.path) == 0 else {
            throw StoreError.unusable("\(former.path): \(String(cString: strerror(errno)))")
        }
        for end in ["-wal", "-shm"] { rename(file.path + end, former.path + end) }
        guard rename(made.path, file.path) == 0 else {
            throw StoreError.unusable("\(file.path): \(String(cString: strerror(errno)))")
        }
        flush()
    }

    /// Makes the new name itself survive a loss of power.
    private func flush() {
        let descriptor = open(directory.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    func mark(_ mark: MoveMark) throws -> String? {
        guard isThere else { return nil }
        return try opened { db in
            guard try db.tableExists("meta") else { return nil }
            return try Session(link: SQLiteLink(db)).mark(mark)
        }
    }

    func remove(_ mark: MoveMark) throws {
        try opened { db in
            try db.execute(sql: "PRAGMA synchronous = FULL")
            try Session(link: SQLiteLink(db)).remove(mark)
        }
    }

    private func opened<Value>(_ body: (Database) throws -> Value) throws -> Value {
        let queue = try DatabaseQueue(path: file.path, configuration: SQLiteEngine.configuration(plainText))
        let value = try queue.writeWithoutTransaction(body)
        try queue.close()
        return value
    }

    func explain(_ error: any Error) -> StoreError { SQLiteEngine.explain(error, file.path) }
}

/// A transaction on a connection of its own.
private final class SQLiteTransaction: OpenTransaction {
    let path: String
    let dialect: any Dialect = SQLiteDialect()
    let search: any SearchEngine = FullTextSearch()
    private let queue: DatabaseQueue
    private let inPlace: @Sendable () throws -> Void
    private let end: @Sendable () -> Void

    /// - Parameters:
    ///   - inPlace: called once it is committed.
    ///   - end: called at last, whatever became of it.
    init(
        _ path: String, _ plainText: @escaping @Sendable (String) -> String,
        inPlace: @escaping @Sendable () throws -> Void = {}, end: @escaping @Sendable () -> Void = {}
    ) throws {
        self.path = path
        self.inPlace = inPlace
        self.end = end
        var configuration = SQLiteEngine.configuration(plainText)
        configuration.allowsUnsafeTransactions = true
        queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.inDatabase { db in
            try db.execute(sql: "PRAGMA synchronous = FULL")
            try db.beginTransaction(.immediate)
        }
    }

    deinit {
        try? queue.close()
        end()
    }

    func run<Value: Sendable>(_ body: (any PortableSide) throws -> Value) throws -> Value {
        try queue.inDatabase { try body(SQLiteSide(db: Session(link: SQLiteLink($0)))) }
    }

    func commit() throws {
        try queue.inDatabase { try $0.commit() }
        try queue.close()
        try inPlace()
    }

    func explain(_ error: any Error) -> StoreError { SQLiteEngine.explain(error, path) }
}
