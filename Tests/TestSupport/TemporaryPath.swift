package import Foundation

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

    /// Removes the file or folder if it exists.
    package func remove() { try? FileManager.default.removeItem(at: self) }
}
