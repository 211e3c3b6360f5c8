import Foundation

/// A file read whole, and why that failed, in words.
enum FileContent {
    struct Unreadable: Error, Equatable {
        /// `no such file`, as it follows "cannot be read: ".
        let reason: String
        let missing: Bool
    }

    /// Reads a regular file of at most `limit` bytes; a longer one is refused, a device or a pipe too.
    static func read(_ url: URL, limit: Int) throws(Unreadable) -> [UInt8] {
        let descriptor = open(url.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw unreadable(errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw unreadable(errno) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            let isDirectory = status.st_mode & S_IFMT == S_IFDIR
            throw Unreadable(
                reason: isDirectory ? "it is a directory" : "it is no regular file", missing: false)
        }
        var bytes: [UInt8] = []
        while bytes.count <= limit {
            let wanted = min(limit + 1 - bytes.count, 65_536)
            var failure: Int32 = 0
            let chunk = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
                let got = Foundation.read(descriptor, buffer.baseAddress, wanted)
                failure = got < 0 ? errno : 0
                count = max(0, got)
            }
            guard failure == 0 else { throw unreadable(failure) }
            guard !chunk.isEmpty else { return bytes }
            bytes += chunk
        }
        throw Unreadable(reason: "it is larger than \(limit / 1024) KiB", missing: false)
    }

    private static func unreadable(_ code: Int32) -> Unreadable {
        switch code {
        case ENOENT, ENOTDIR: Unreadable(reason: "no such file", missing: true)
        case EACCES, EPERM: Unreadable(reason: "permission denied", missing: false)
        default: Unreadable(reason: String(cString: strerror(code)), missing: false)
        }
    }
}
