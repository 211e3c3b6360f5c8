package import Foundation

extension Store {
    /// Writes a consistent copy of this store, which may be in use, to a new file.
    ///
    /// The copy appears under its name only when it is whole.
    ///
    /// - Throws: ``StoreError/unusable(_:)`` if there is such a file already, or none can be written.
    package func backup(to file: URL) throws(StoreError) {
        guard !FileManager.default.fileExists(atPath: file.path) else {
            throw .unusable("\(file.path): there is such a file already; name a new one")
        }
        let draft = file.deletingLastPathComponent().appending(path: ".\(file.lastPathComponent).part")
        try? FileManager.default.removeItem(at: draft)
        defer { try? FileManager.default.removeItem(at: draft) }
        do {
            try engine.backup(to: draft)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: draft.path)
            try FileManager.default.moveItem(at: draft, to: file)
        } catch {
            throw engine.explain(error, at: file.path)
        }
    }

    /// Puts a backup in the place of what this store holds, at once for every process that has it open.
    ///
    /// - Throws: ``StoreError/unusable(_:)`` for a file that is no backup, ``StoreError/newer(_:)`` for one of a
    ///   newer version, ``StoreError/mismatch(_:)`` for one of another environment; the store is then as it was.
    package func restore(from file: URL) throws(StoreError) {
        do { try engine.restore(from: file) } catch { throw engine.explain(error, at: file.path) }
    }
}
