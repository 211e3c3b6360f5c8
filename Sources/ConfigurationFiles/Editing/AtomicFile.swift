package import Foundation
import Synchronization

/// Replaces a file at once.
package enum AtomicFile {
    /// Puts `bytes` in the place of `expected`: written beside the file, flushed, then renamed over it.
    ///
    /// Of this process one at a time compares and renames. Another program could still write between the last
    /// comparison and the rename; what is guarded against is an editor that saved while a form was open.
    static func replace(_ file: URL, _ expected: [UInt8], with bytes: [UInt8]) throws(EditRefusal) {
        try turn.withLock { _ throws(EditRefusal) in
            try replaceInTurn(file.resolvingSymlinksInPath(), expected, with: bytes)
        }
    }

    /// It guards files, which are there once for the process.
    private static let turn = Mutex(())

    private static func replaceInTurn(_ target: URL, _ expected: [UInt8], with bytes: [UInt8])
        throws(EditRefusal)
    {
        try check(target, is: expected)
        var status = stat()
        guard stat(target.path, &status) == 0 else { throw failure("read") }
        let (descriptor, temporary) = try draft(beside: target)
        do throws(EditRefusal) {
            try fill(descriptor, with: bytes, like: status)
            try check(target, is: expected)
            guard rename(temporary, target.path) == 0 else { throw failure("written") }
        } catch {
            unlink(temporary)
            throw error
        }
        flush(target.deletingLastPathComponent())
    }

    private static func check(_ target: URL, is expected: [UInt8]) throws(EditRefusal) {
        let current: [UInt8]?
        do { current = try FileContent.read(target, limit: YAMLLimit.bytes) } catch { current = nil }
        guard current == expected else {
            throw EditRefusal("the file changed since it was read; nothing was written, try again")
        }
    }

    /// Writes a file that must not be there yet, whole or not at all.
    ///
    /// - Parameter mode: nil for that of any new file, less what the process takes away.
    static func create(_ file: URL, _ bytes: [UInt8], mode: mode_t? = nil) throws(EditRefusal) {
        let (descriptor, temporary) = try draft(beside: file)
        defer { unlink(temporary) }
        let mask = umask(0)
        umask(mask)
        try fill(descriptor, with: bytes, mode: mode ?? 0o666 & ~mask)
        guard link(temporary, file.path) == 0 else { throw failure("written") }
        flush(file.deletingLastPathComponent())
    }

    /// An empty file in the same directory, open for writing, under a name nobody else has.
    package static func draft(beside file: URL) throws(EditRefusal) -> (descriptor: Int32, path: String) {
        let directory = file.deletingLastPathComponent().path
        // The six letters are what mkstemp replaces.
        var template = Array("\(directory)/.\(file.lastPathComponent).XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw failure("written") }
        return (
            descriptor, String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        )
    }

    private static func fill(_ descriptor: Int32, with bytes: [UInt8], like status: stat) throws(EditRefusal)
    {
        // The owner stays where we may set it; the mode always.
        _ = fchown(descriptor, status.st_uid, status.st_gid)
        try fill(descriptor, with: bytes, mode: status.st_mode & 0o7777)
    }

    /// Closes the descriptor.
    private static func fill(_ descriptor: Int32, with bytes: [UInt8], mode: mode_t) throws(EditRefusal) {
        defer { close(descriptor) }
        guard fchmod(descriptor, mode) == 0 else { throw failure("written") }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure("written") }
            rest = rest.dropFirst(count)
        }
        guard fsync(descriptor) == 0 else { throw failure("written") }
    }

    /// Makes the rename itself survive a power cut.
    private static func flush(_ directory: URL) {
        let descriptor = open(directory.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    private static func failure(_ what: String) -> EditRefusal {
        EditRefusal("the file cannot be \(what): \(String(cString: strerror(errno)))")
    }
}
