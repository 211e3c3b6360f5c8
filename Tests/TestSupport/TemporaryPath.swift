package import Foundation
import Synchronization

extension URL {
    /// A path in the temporary folder at which there is nothing yet.
    package static func temporary(_ name: String) -> URL {
        FileManager.default.temporaryDirectory.appending(
            path: "\(name)-\(UUID().uuidString)", directoryHint: .isDirectory)
    }

    /// A new folder in the temporary folder.
    package static func temporaryFolder(_ name: String) throws -> URL {
        let folder = temporary(name)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    /// Removes the file or folder if it exists, and what goes with it.
    package func remove() {
        Companions.end(under: standardizedFileURL.path)
        try? FileManager.default.removeItem(at: self)
    }

    /// Has something that is elsewhere end when this folder, or one that it is in, is removed by ``remove()``.
    package func keepCompanion(_ end: @escaping @Sendable () -> Void) {
        Companions.add(end, for: standardizedFileURL.path)
    }
}

private enum Companions {
    private static let ends = Mutex<[(path: String, end: @Sendable () -> Void)]>([])

    static func add(_ end: @escaping @Sendable () -> Void, for path: String) {
        ends.withLock { $0.append((path, end)) }
    }

    /// What was added last ends first.
    static func end(under path: String) {
        while let end = takeLast(under: path) { end() }
    }

    private static func takeLast(under path: String) -> (@Sendable () -> Void)? {
        ends.withLock { ends in
            let place = ends.lastIndex { $0.path == path || $0.path.hasPrefix("\(path)/") }
            return place.map { ends.remove(at: $0).end }
        }
    }
}
