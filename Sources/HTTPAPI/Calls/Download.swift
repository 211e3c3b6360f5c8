import ConnectorKit
import ConfigurationFiles
import Foundation
import HTTPTypes
import Host
import Model
import Hummingbird
import NIOCore
import Store

/// The export of a group, written to a file first so that a slow caller does not keep a transaction open.
struct Download {
    private let file: FileHandle
    private let length: Int
    private let group: GroupConfiguration
    private let format: GroupExport.Format

    /// - Throws: if the file cannot be written beside the store.
    init(of group: GroupConfiguration, as format: GroupExport.Format, from store: Store) async throws {
        self.group = group
        self.format = format
        let path = store.directory.appending(path: ".export-\(UUID().uuidString)").path
        let isMade = FileManager.default.createFile(
            atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        guard isMade else { throw CocoaError(.fileWriteNoPermission) }
        let file: FileHandle
        do {
            // Without a name the file is deleted with its last handle, even if the process is killed.
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
