import Foundation
import TestSupport

/// Prometheus' own check of a page of metrics, if it is installed.
enum Promtool {
    static let url = installedProgram("promtool")

    /// - Returns: what it prints.
    static func check(_ page: String, with tool: URL) async throws -> String {
        let folder = try URL.temporaryFolder("metrics")
        defer { folder.remove() }
        let input = folder.appending(path: "page")
        try Data(page.utf8).write(to: input)
        let ended = try await RunningProgram(tool, ["check", "metrics"], input: input, in: folder).finished()
        return ended.output + ended.errors
    }
}
