package import Foundation

/// A program that runs beside the test. Its output goes to files, so that no pipe can fill up.
package final class RunningProgram {
    private let process = Process()
    private let ended: AsyncStream<Void>
    private let output: URL
    private let errors: URL

    /// Starts it.
    ///
    /// - Parameters:
    ///   - environment: its variables; nil for those of the test.
    ///   - folder: its working directory.
    ///   - outputs: a directory for what it prints; nil for `folder`.
    package init(
        _ program: URL, _ arguments: [String], environment: [String: String]? = nil, input: URL? = nil,
        in folder: URL, outputs: URL? = nil
    ) throws {
        // Waiting by `waitUntilExit` would occupy one of the few threads all tests share.
        let (ended, end) = AsyncStream.makeStream(of: Void.self)
        self.ended = ended
        let name = UUID().uuidString
        output = (outputs ?? folder).appending(path: "\(name).out")
        errors = (outputs ?? folder).appending(path: "\(name).err")
        try Data().write(to: output)
        try Data().write(to: errors)
        process.executableURL = program
        process.arguments = arguments
        if let environment { process.environment = environment }
        process.currentDirectoryURL = folder
        // Foundation keeps a program's files open for good unless they are closed here, and loses sight of
        // programs once a thousand files are open.
        let files = try (
            input.map { try FileHandle(forReadingFrom: $0) }, FileHandle(forWritingTo: output),
            FileHandle(forWritingTo: errors)
        )
        defer {
            try? files.0?.close()
            try? files.1.close()
            try? files.2.close()
        }
        process.standardInput = files.0 ?? FileHandle.nullDevice
        process.standardOutput = files.1
        process.standardError = files.2
        process.terminationHandler = { _ in end.finish() }
        try process.run()
    }

    package var id: Int32 { process.processIdentifier }

    package var isRunning: Bool { process.isRunning }

    /// Sends a signal, unless it has ended.
    package func send(_ signal: Int32) {
        if process.isRunning { kill(id, signal) }
    }

    /// What it has written to standard error so far.
    package var errorsSoFar: String { text(errors) }

    /// What it has written to standard output so far.
    package var outputSoFar: String { text(output) }

    /// Waits for its end.
    package func finished() async -> FinishedProgram {
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
package struct FinishedProgram: Sendable, Equatable {
    package let status: Int32
    package let wasKilled: Bool
    package let output: String
    package let errors: String

    package init(status: Int32, wasKilled: Bool, output: String, errors: String) {
        self.status = status
        self.wasKilled = wasKilled
        self.output = output
        self.errors = errors
    }
}

/// Finds an executable on the path, or in a system's usual folders.
package func installedProgram(_ name: String) -> URL? {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let folders = path.split(separator: ":").map(String.init)
    return (folders + ["/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin"]).lazy
        .map { URL(filePath: $0).appending(path: name) }
        .first { FileManager.default.isExecutableFile(atPath: $0.path) }
}
