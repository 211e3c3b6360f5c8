import Foundation

/// A program that runs beside the test; its output goes to files, so that no pipe can fill up.
final class RunningProgram {
    private let process = Process()
    private let ended: AsyncStream<Void>
    private let output: URL
    private let errors: URL

    /// Starts it.
    ///
    /// - Parameters:
    ///   - folder: its working directory.
    ///   - outputs: a directory for what it prints.
    init(_ program: URL, _ arguments: [String], environment: [String: String], in folder: URL, outputs: URL)
        throws
    {
        // Waiting by `waitUntilExit` would occupy one of the few threads all tests share.
        let (ended, end) = AsyncStream.makeStream(of: Void.self)
        self.ended = ended
        let name = UUID().uuidString
        output = outputs.appending(path: "\(name).out")
        errors = outputs.appending(path: "\(name).err")
        try Data().write(to: output)
        try Data().write(to: errors)
        process.executableURL = program
        process.arguments = arguments
        process.environment = environment
        process.currentDirectoryURL = folder
        process.standardInput = FileHandle.nullDevice
        // Foundation keeps a program's files open for good unless they are closed here, and loses sight of
        // programs once a thousand files are open.
        let written = try (FileHandle(forWritingTo: output), FileHandle(forWritingTo: errors))
        defer { try? written.0.close() }
        defer { try? written.1.close() }
        process.standardOutput = written.0
        process.standardError = written.1
        process.terminationHandler = { _ in end.finish() }
        try process.run()
    }

    var isRunning: Bool { process.isRunning }

    /// Sends a signal, unless it has ended.
    func send(_ signal: Int32) {
        if process.isRunning { kill(process.processIdentifier, signal) }
    }

    /// What it has written to standard error so far.
    var errorsSoFar: String { text(errors) }

    /// What it has written to standard output so far.
    var outputSoFar: String { text(output) }

    /// Waits for its end.
    func finished() async -> FinishedProgram {
        for await _ in ended {}
        return FinishedProgram(
            status: process.terminationStatus, wasKilled: process.terminationReason == .uncaughtSignal,
            output: text(output), errors: text(errors))
    }

    private func text(_ file: URL) -> String {
        String(decoding: (try? Data(contentsOf: file)) ?? Data(), as: UTF8.self)
    }
}

/// How a program ended, and what it printed.
struct FinishedProgram: Sendable, Equatable {
    let status: Int32
    let wasKilled: Bool
    let output: String
    let errors: String
}
