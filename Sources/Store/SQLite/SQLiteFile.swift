import Foundation
import GRDB

/// The file of a store: for its owner alone, never empty, and the same one for as long as it is open (rules S4 and S5).
struct SQLiteFile: Sendable {
    let path: String
    private let identity: Identity

    /// What a file system knows a file by, whatever its name.
    private struct Identity: Equatable {
        let device: dev_t
        let inode: ino_t
    }

    /// Finds the file, or makes it if it is missing.
    ///
    /// - Parameter fill: writes what an empty store holds. It is done before the file has its name, so that a file
    ///   that was emptied is never taken for a new store.
    /// - Throws: ``StoreError/damaged(_:)`` for an empty file, and what `fill` throws.
    init(at path: String, fill: (DatabaseQueue) throws -> Void) throws {
        if Self.status(of: path) == nil { try Self.make(path, fill) }
        guard let status = Self.status(of: path) else {
            throw StoreError.unusable(
                "\(path): the store's file cannot be made; check the rights of its directory")
        }
        guard status.st_size > 0 else {
            throw StoreError.damaged(
                "\(path): the store's file is empty; restore a backup, or remove the file to begin with a new store"
            )
        }
        self.path = path
        identity = Self.identity(status)
    }

    private static func make(_ path: String, _ fill: (DatabaseQueue) throws -> Void) throws {
        let draft = "\(path).\(UUID().uuidString)"
        defer {
            unlink(draft)
            unlink("\(draft)-journal")
        }
        let queue = try ownersOnly(draft)
        try fill(queue)
        try queue.close()
        // Another process may have been faster: its file stays. Some file systems have no second names.
        guard link(draft, path) == 0 || errno == EEXIST || rename(draft, path) == 0 else {
            throw StoreError.unusable("\(path): \(String(cString: strerror(errno)))")
        }
    }

    /// A new database in a file that only its owner may read and write.
    static func ownersOnly(_ path: String) throws -> DatabaseQueue {
        close(open(path, O_CREAT | O_WRONLY, 0o600))
        return try DatabaseQueue(path: path)
    }

    /// Fails if the file was removed or replaced: what is written would go into the one that is gone.
    func check() throws(StoreError) {
        guard let status = Self.status(of: path) else {
            throw .unusable("\(path): the store's file is gone; restore a backup")
        }
        guard Self.identity(status) == identity else {
            throw .unusable(
                "\(path): another file was put in the place of the store's; put the first one back, or start again to use this one"
            )
        }
    }

    /// Fails if the disk has no room, which SQLite finds out only when it writes.
    func checkRoom() throws(StoreError) {
        let probe = "\(path).\(UUID().uuidString)"
        defer { unlink(probe) }
        let size = 64 << 10
        guard FileManager.default.createFile(atPath: probe, contents: Data(count: size)),
            Self.status(of: probe)?.st_size == size
        else { throw .full("\(path): the disk is full, or its directory cannot be written; free some space") }
    }

    private static func status(of path: String) -> stat? {
        var status = stat()
        return stat(path, &status) == 0 ? status : nil
    }

    private static func identity(_ status: stat) -> Identity {
        Identity(device: status.st_dev, inode: status.st_ino)
    }
}
