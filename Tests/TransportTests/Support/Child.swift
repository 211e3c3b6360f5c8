import Foundation

/// A program that runs beside the test.
final class Child {
    private let process = Process()
    private let ended: AsyncStream<Void>

    var id: Int32 { process.processIdentifier }
    var isRunning: Bool { process.isRunning }

    /// Starts it without output.
    init(_ program: URL, _ arguments: [String], in folder: URL) throws {
        // Waiting by `waitUntilExit` would occupy one of the few threads all tests share.
        let (ended, end) = AsyncStream.makeStream(of: Void.self)
        self.ended = ended
        process.executableURL = program
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.terminationHandler = { _ in end.finish() }
        try process.run()
    }

    /// Waits for its end and gives its exit status.
    func status() async -> Int32 {
        for await _ in ended {}
        return process.terminationStatus
    }

    /// Ends it without asking: it has nothing to save, and may have been started with signals blocked.
    func kill() { Foundation.kill(id, SIGKILL) }
}
