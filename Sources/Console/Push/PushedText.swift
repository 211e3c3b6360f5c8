import Foundation
import Model
import Push

/// Reads uploaded or pasted text as the command line reads a file.
enum PushedText {
    /// The most rows of a form; larger files are for the command line (our decision).
    static let limit = 10_000

    /// The rows; one more than ``limit`` if there are more.
    ///
    /// - Throws: `PushFileProblem` if the text cannot be read as rows.
    static func rows(_ bytes: [UInt8], of kind: PushKind, now: Date) throws(PushFileProblem) -> [PushRow] {
        var rows: [PushRow] = []
        var reader = PushFile(bytes, of: kind, now: now)
        while rows.count <= limit, let more = try reader.next() { rows += more }
        return rows
    }
}
