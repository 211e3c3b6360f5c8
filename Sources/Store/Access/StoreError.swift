import GRDB

/// Why the store could not do what was asked, in words for an administrator.
package enum StoreError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The directory cannot be used: missing, no directory, no rights.
    case unusable(String)
    /// The store was written by a newer Tributary.
    case newer(String)
    /// The store and the configuration do not belong together, such as two environments.
    case mismatch(String)
    /// No room is left on the disk.
    case full(String)
    /// Another process held the store longer than the busy time-out.
    case busy(String)
    /// The file is no Tributary store, or is damaged.
    case damaged(String)

    package var description: String {
        switch self {
        case .unusable(let text), .newer(let text), .mismatch(let text), .full(let text),
            .busy(let text), .damaged(let text):
            text
        }
    }
}

extension StoreError {
    /// What a database error means to the person who runs the host.
    init(_ error: any Error, path: String) {
        if let known = error as? StoreError {
            self = known
            return
        }
        guard let error = error as? DatabaseError else {
            self = .damaged("\(path): \(error)")
            return
        }
        switch error.resultCode {
        case .SQLITE_FULL:
            self = .full(
                "\(path): the disk is full; nothing of the last step was kept. Free some space and run again")
        case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
            self = .unusable(
                "\(path): the store cannot be written; check the owner and the rights of the file and its directory"
            )
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self = .busy(
                "\(path): another process has held the store for too long; try again when it is done")
        case .SQLITE_NOTADB, .SQLITE_CORRUPT:
            self = .damaged(
                "\(path): not a Tributary store, or damaged; restore a backup or move the file away")
        case .SQLITE_IOERR:
            self = .full(
                "\(path): the disk refused to read or write (\(error.message ?? "input/output error")); nothing of the last step was kept"
            )
        default:
            self = .damaged("\(path): \(error.message ?? "database error \(error.resultCode.rawValue)")")
        }
    }
}
