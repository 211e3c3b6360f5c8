package import Foundation
import Postgres
import Synchronization

/// What the host remembers: connections, items, courses, runs.
///
/// The interface speaks in the domain's terms; no SQL and no type of a database leaves this module.
package final class Store: Sendable {
    /// The data directory.
    package let directory: URL
    /// Whether this is a copy for a rehearsal, which goes with it.
    package let isCopy: Bool
    let engine: any Engine
    /// How many enrolments are recorded in one transaction at most, but for those of one page.
    package var enrolmentsAtOnce: Int { engine.dialect.enrolmentsAtOnce }
    /// What the last deployment that was asked for could share with others.
    let remembered = Mutex<RememberedSharing?>(nil)

    /// Opens the store in `directory`, and creates both if they are missing.
    ///
    /// The parent of the directory has to exist: a mistyped path is an answer, not a new tree.
    ///
    /// - Parameters:
    ///   - environment: `production` or `test`; a store carries the one it was made in.
    ///   - plainText: the words of a cleaned description, for the search index.
    /// - Throws: ``StoreError``.
    package init(
        directory: URL, environment: String, plainText: @escaping @Sendable (String) -> String
    ) throws(StoreError) {
        try Self.prepare(directory)
        self.directory = directory
        isCopy = false
        let engine = try SQLiteEngine(directory: directory, plainText: plainText)
        self.engine = engine
        let kept = try engine.claim(environment)
        guard kept == environment else {
            throw StoreError.mismatch(
                "\(engine.path): this store is of the \(kept) environment and the configuration says \(environment); give each environment a `data` directory of its own"
            )
        }
    }

    /// Opens the store in a database of a PostgreSQL server, and makes its tables if they are missing.
    ///
    /// - Parameters:
    ///   - postgres: a connection URI of libpq.
    ///   - parameters: further parameters of libpq, which count more.
    ///   - place: where the configuration names the database, for messages.
    ///   - directory: the data directory, which holds what is no store: it is created if it is missing.
    ///   - environment: `production` or `test`; a store carries the one it was made in.
    ///   - plainText: the words of a cleaned description, for the search index.
    /// - Throws: ``StoreError``.
    package init(
        postgres: String, _ parameters: [String: String] = [:], place: String? = nil, directory: URL,
        environment: String,
        plainText: @escaping @Sendable (String) -> String
    ) throws(StoreError) {
        try Self.prepare(directory)
        self.directory = directory
        isCopy = false
        let engine = try PostgresEngine(
            PostgresSettings(url: postgres, parameters, origin: place), named: place, plainText: plainText)
        self.engine = engine
        let kept = try engine.claim(environment)
        guard kept == environment else {
            throw StoreError.mismatch(
                "\(engine.path): this store is of the \(kept) environment and the configuration says \(environment); give each environment a database of its own"
            )
        }
    }

    init(directory: URL, engine: any Engine, isCopy: Bool) {
        self.directory = directory
        self.isCopy = isCopy
        self.engine = engine
    }

    /// A copy of this store, for a run that only says what it would do. Its leases are those of this store.
    ///
    /// - Parameter directory: an empty directory that the caller removes afterwards.
    package func copy(to directory: URL) throws(StoreError) -> Store {
        do {
            return Store(directory: directory, engine: try engine.copy(to: directory), isCopy: true)
        } catch {
            throw engine.explain(error)
        }
    }

    // MARK: - Transactions

    /// Reads. An access that has begun is finished: a cancelled task gets its answer, and stops by itself.
    func read<Value: Sendable>(
        _ body: @Sendable @escaping (Session) throws -> Value
    ) async throws(StoreError) -> Value {
        let engine = engine
        do { return try await Task { try await engine.read(body) }.value } catch {
            throw engine.explain(error)
        }
    }

    /// Writes in one transaction; cancellation neither stops it nor takes it back.
    @discardableResult
    func write<Value: Sendable>(
        toDisk: Bool = false, under hold: LeaseHold? = nil,
        _ body: @Sendable @escaping (Session) throws -> Value
    ) async throws(StoreError) -> Value {
        let engine = engine
        do {
            return try await Task { try await engine.write(toDisk: toDisk, under: hold, body) }.value
        } catch {
            throw engine.explain(error)
        }
    }

    /// Writes in one transaction, unless another one is being written: for what a reader may do without.
    ///
    /// - Returns: nil in that case.
    func writeIfFree<Value: Sendable>(
        _ body: @Sendable @escaping (Session) throws -> Value
    ) async throws(StoreError) -> Value? {
        let engine = engine
        do { return try await Task { try await engine.writeIfFree(body) }.value } catch {
            throw engine.explain(error)
        }
    }

    /// Writes in one transaction that outlives even a loss of power: for what is then acknowledged to others.
    @discardableResult
    func writeToDisk<Value: Sendable>(
        _ body: @Sendable @escaping (Session) throws -> Value
    ) async throws(StoreError) -> Value { try await write(toDisk: true, body) }

    /// Makes sure that the store is there, answers, and can be written, without writing to it.
    package func checkWritable() async throws(StoreError) {
        let engine = engine
        do { try await Task { try await engine.checkWritable() }.value } catch { throw engine.explain(error) }
    }

    // MARK: - Beside other processes

    /// Takes a lease if it is free.
    ///
    /// - Returns: nil while another holder has it.
    package func lease(_ name: String) throws(StoreError) -> Lease? { try engine.lease(name) }

    /// Another number after every change of the store, by this process or another.
    package func changeMark() async throws(StoreError) -> Int {
        let engine = engine
        do { return try await Task { try await engine.changeMark() }.value } catch {
            throw engine.explain(error)
        }
    }

    // MARK: - Opening

    static func prepare(_ directory: URL) throws(StoreError) {
        let files = FileManager.default
        var isDirectory: ObjCBool = false
        if files.fileExists(atPath: directory.path, isDirectory: &isDirectory) {
            guard isDirectory.boolValue else {
                throw .unusable("\(directory.path): is a file; `data` has to name a directory")
            }
            return
        }
        let parent = directory.deletingLastPathComponent()
        guard files.fileExists(atPath: parent.path) else {
            throw .unusable(
                "\(directory.path): the directory \(parent.path) does not exist; create it, or correct `data` in tributary.yaml"
            )
        }
        do {
            try files.createDirectory(
                at: directory, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        } catch {
            // Two processes may start at once: what counts is that the directory is there.
            guard files.fileExists(atPath: directory.path) else {
                throw .unusable(
                    "\(directory.path): the directory cannot be created; check the rights of \(parent.path)")
            }
        }
    }
}

extension Session {
    /// The environment that a store was made in; nil for a new one.
    func environment() throws -> String? {
        try value(String.self, "SELECT value FROM meta WHERE key = 'environment'")
    }

    /// Makes a new store one of this environment, unless another process was faster.
    func claim(_ environment: String) throws -> String {
        if let kept = try self.environment() { return kept }
        try run(
            "INSERT INTO meta (key, value) VALUES ('environment', ?) ON CONFLICT (key) DO NOTHING",
            [environment])
        return try self.environment() ?? environment
    }
}
