import Foundation
import TestSupport

/// A copy of the whole package in which commands run one after the other, as in one terminal: what one exports
/// stays for the next.
final class WholePackageCopy {
    private let folder: URL
    private let outputs = URL.temporary("tutorial")
    private var environment = ProcessInfo.processInfo.environment

    init(at folder: URL) async throws {
        self.folder = folder
        for folder in [folder, outputs] {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        }
        let root = URL(filePath: #filePath).appending(path: "../../../..").standardizedFileURL
        let copied = try await run(
            """
            find . -mindepth 1 -maxdepth 1 ! -name .build -exec rm -rf {} + &&
                (cd '\(root.path)' && git ls-files -z --cached --others --exclude-standard |
                    xargs -0 cp -a --parents -t '\(folder.path)') && git init -q && git add -A
            """)
        guard copied.status == 0 else { throw CopyFailed(output: copied.output) }
    }

    struct CopyFailed: Error { let output: String }

    /// Removes what the commands printed; the copy stays, so that another check finds it built.
    func remove() { outputs.remove() }

    func contents(_ path: String) throws -> String {
        try String(contentsOf: folder.appending(path: path), encoding: .utf8)
    }

    func write(_ text: String, to path: String) throws {
        let file = folder.appending(path: path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    /// Runs a command to its end. Its output holds standard error too, in the order in which it was written.
    func run(_ command: String) async throws -> FinishedProgram {
        let variables = outputs.appending(path: "variables")
        let finished = try await shell("\(command)\nstatus=$?; env -0 >'\(variables.path)'; exit $status")
            .finished()
        for variable in try String(contentsOf: variables, encoding: .utf8).split(separator: "\0") {
            let parts = variable.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            environment[String(parts[0])] = parts.count == 2 ? String(parts[1]) : ""
        }
        return finished
    }

    /// Starts a command that stays up.
    func start(_ command: String) throws -> RunningProgram { try shell("exec \(command)") }

    private func shell(_ script: String) throws -> RunningProgram {
        try RunningProgram(
            URL(filePath: "/bin/bash"), ["-c", "exec 2>&1\n\(script)"], environment: environment, in: folder,
            outputs: outputs)
    }
}
