package import Foundation

/// What shows that a configuration file was edited, came or went, without reading any.
package struct ConfigurationStamp: Equatable {
    private struct File: Equatable {
        let node: UInt64
        let size: Int64
        let seconds: Int
        let nanoseconds: Int
    }

    private let files: [String: File]

    /// - Parameters:
    ///   - hostFile: `tributary.yaml`.
    ///   - directory: where the groups' files are.
    package init(hostFile: URL, directory: URL) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
        let groups = names.filter(Configuration.isGroupFile)
        var files: [String: File] = [:]
        for path in [hostFile.path] + groups.map({ directory.appending(path: $0).path }) {
            var status = stat()
            guard stat(path, &status) == 0 else { continue }
            files[path] = File(
                node: UInt64(status.st_ino), size: Int64(status.st_size), seconds: status.st_mtim.tv_sec,
                nanoseconds: status.st_mtim.tv_nsec)
        }
        self.files = files
    }
}
