import Foundation
import HTTPAPI
import HTTPTypes
import Host
import Model
import Push
import Store

/// Reads uploaded or pasted text as the command line reads a file.
enum PushedText {
    /// The most rows of a form; larger files are for the command line (our decision).
    static let limit = 10_000

    /// - Throws: ``Problem`` if the text has no rows that can be read.
    static func rows(_ text: String, of kind: PushKind, now: Date) throws -> [PushRow] {
        let file = FileManager.default.temporaryDirectory.appending(path: "push-\(UUID().uuidString)")
        guard
            FileManager.default.createFile(
                atPath: file.path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
        else { throw Problem(status: .internalServerError, detail: "the host has no room for the file") }
        defer { try? FileManager.default.removeItem(at: file) }
        var rows: [PushRow] = []
        do throws(PushFileProblem) {
            var reader = try PushFile(file, of: kind, now: now)
            while let more = try reader.next(), rows.count <= limit { rows += more }
        } catch {
            throw Problem(status: .unprocessableContent, detail: error.message)
        }
        guard !rows.isEmpty else { throw Problem(status: .unprocessableContent, detail: "there is no row") }
        guard rows.count <= limit else {
            throw Problem(
                status: .contentTooLarge,
                detail: "more than \(Int64(limit).groupedText) rows; `tributary push` takes files of any size"
            )
        }
        return rows
    }
}
