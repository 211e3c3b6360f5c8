import ConfigurationFiles
import Foundation
import HTTPTypes
import Host
import Hummingbird
import NIOCore
import Store

/// A group's export on its way to a caller: written to a file first, so that a slow caller keeps no reading of the
/// store open.
struct Download {
    private let file: FileHandle
    private let length: Int
    private let group: GroupConfiguration
    private let format: GroupExport.Format

    /// - Throws: where there is no room for it beside the store.
    init(of group: GroupConfiguration, as format: GroupExport.Format, from store: Store) async throws {
        self.group = group
        self.format = format
        let path = store.directory.appending(path: ".export-\(UUID().uuidString)").path
        let isMade = FileManager.default.createFile(
            atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        guard isMade else { throw CocoaError(.fileWriteNoPermission) }
        let file: FileHandle
        do {
            // Nobody else needs its name: without one it goes with its last handle, also where the process dies.
            defer { try? FileManager.default.removeItem(atPath: path) }
            file = try FileHandle(forUpdating: URL(filePath: path))
        }
        _ = try await GroupExport(group, as: format, from: store).write {
            try file.write(contentsOf: Data($0))
        }
        length = Int(try file.offset())
        try file.seek(toOffset: 0)
        self.file = file
    }

    var stream: APIStream {
        let name = group.id.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
        return APIStream(
            type: format == .json ? "application/json" : "application/x-ndjson",
            headers: [
                .contentDisposition:
                    "attachment; filename=\"\(name.isEmpty ? "group" : name).\(format.rawValue)\""
            ],
            body: ResponseBody(contentLength: length) { [file] writer in
                while let piece = try file.read(upToCount: 1 << 16), !piece.isEmpty {
                    try await writer.write(ByteBuffer(bytes: piece))
                }
                try await writer.finish(nil)
            })
    }
}
