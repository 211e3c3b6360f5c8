import Foundation

/// The program at work in a folder. What it prints goes to files, so that no pipe can fill up.
final class RunningProgram {
    private let process = Process()
    private let ended: AsyncStream<Void>
    private let errors: URL

    init(_ program: URL, _ arguments: [String], environment: [String: String], in folder: URL) throws {
        // Waiting by `waitUntilExit` would occupy one of the few threads all tests share.
        let (ended, end) = AsyncStream.makeStream(of: Void.self)
        self.ended = ended
        errors = folder.appending(path: "errors-\(UUID().uuidString).txt")
        try Data().write(to: errors)
        process.executableURL = program
        process.arguments = arguments
        process.environment = environment
        process.currentDirectoryURL = folder
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        // Foundation keeps a program's files open for good unless they are closed here.
        let written = try FileHandle(forWritingTo: errors)
        defer { try? written.close() }
        process.standardError = written
        process.terminationHandler = { _ in end.finish() }
        try process.run()
    }

    var isRunning: Bool { process.isRunning }

    /// `kill -9`, unless it has ended.
    func kill() {
        if process.isRunning { Foundation.kill(process.processIdentifier, SIGKILL) }
    }

    /// Waits for its end.
    ///
    /// - Returns: how it ended: nil for an exit with 0, else a few words.
    func finished() async -> String? {
        for await _ in ended {}
        if process.terminationReason == .uncaughtSignal { return "was killed" }
        guard process.terminationStatus != 0 else { return nil }
        let text = String(decoding: (try? Data(contentsOf: errors)) ?? Data(), as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        return "exited with \(process.terminationStatus): \(text)"
    }
}
