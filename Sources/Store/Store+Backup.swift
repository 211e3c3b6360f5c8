package import Foundation

extension Store {
    /// Writes a consistent copy of this store, which may be in use, to a new file; of a damaged store what can be read.
    ///
    /// The copy appears under its name only when it is done.
    ///
    /// - Returns: nil if the copy is whole; otherwise what was lost, a text for each place.
    /// - Throws: ``StoreError/unusable(_:)`` if there is such a file already, or none can be written.
    @discardableResult
    package func backup(to file: URL) throws(StoreError) -> [String]? {
        do { return try Self.appearing(at: file) { try engine.backup(to: $0) } } catch {
            throw engine.explain(error, at: file.path)
        }
    }

    /// Writes what can be read of a store that cannot be opened to a new file.
    ///
    /// - Parameter directory: the data directory.
    /// - Returns: what was lost, a text for each place.
    package static func salvage(_ directory: URL, to file: URL) throws(StoreError) -> [String] {
        try SQLiteEngine.salvaging(directory) { source in
            try appearing(at: file) { try Salvage.run(of: source, to: $0) }
        }
    }

    private static func appearing<Value>(at file: URL, _ write: (URL) throws -> Value) throws -> Value {
        guard !FileManager.default.fileExists(atPath: file.path) else {
            throw StoreError.unusable("\(file.path): there is such a file already; name a new one")
        }
        let draft = file.deletingLastPathComponent().appending(path: ".\(file.lastPathComponent).part")
        try? FileManager.default.removeItem(at: draft)
        defer { try? FileManager.default.removeItem(at: draft) }
        let value = try write(draft)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: draft.path)
        try FileManager.default.moveItem(at: draft, to: file)
        return value
    }

    /// Puts a backup in the place of what this store holds, at once for every process that has it open.
    ///
    /// - Throws: ``StoreError/unusable(_:)`` for a file that is no backup, ``StoreError/newer(_:)`` for one of a
    ///   newer version, ``StoreError/mismatch(_:)`` for one of another environment; the store is then as it was.
    package func restore(from file: URL) throws(StoreError) {
        do { try engine.restore(from: file) } catch { throw engine.explain(error, at: file.path) }
    }
}
