import ConfigurationFiles
import Foundation
import Synchronization

/// A file that is there as a whole or not at all: it is written beside its place, flushed, and then put there.
///
/// Its functions throw ``Stop``.
final class WholeFile: Sendable {
    private let path: String
    private let temporary: String
    private let handle: FileHandle
    private let state = Mutex<(failure: Stop?, isDone: Bool)>((nil, false))

    init(_ path: String) throws(Stop) {
        let descriptor: Int32
        do { (descriptor, temporary) = try AtomicFile.draft(beside: URL(filePath: path)) } catch {
            throw Self.failure(path)
        }
        self.path = path
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    deinit { if !state.withLock(\.isDone) { unlink(temporary) } }

    /// Why writing failed: a store hands on its own errors only.
    var failure: Stop? { state.withLock(\.failure) }

    func write(_ bytes: [UInt8]) throws {
        do { try handle.write(contentsOf: bytes) } catch {
            let stop = Self.failure(path)
            state.withLock { $0.failure = stop }
            throw stop
        }
    }

    /// Puts the file in its place.
    func finish() throws(Stop) {
        guard fsync(handle.fileDescriptor) == 0, rename(temporary, path) == 0 else {
            throw Self.failure(path)
        }
        state.withLock { $0.isDone = true }
    }

    private static func failure(_ path: String) -> Stop {
        .failed("tributary: \(path) cannot be written: \(String(cString: strerror(errno)))")
    }
}
