import Foundation

/// A program of the system that a test runs.
struct Program {
    /// Where an executable is found on the path; nil where it is not.
    static func find(_ name: String) -> URL? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return folders.lazy.map { URL(filePath: String($0)).appending(path: name) }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }

    /// Runs to the end.
    ///
    /// - Returns: the exit status, and what was written to standard output and standard error.
    static func run(_ executable: URL, _ arguments: [String]) async throws -> (status: Int32, output: String)
    {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        let (ends, ended) = AsyncStream<Int32>.makeStream()
        process.terminationHandler = { ended.yield($0.terminationStatus) }
        try process.run()
        var output = Data()
        while let chunk = try pipe.fileHandleForReading.read(upToCount: 65_536), !chunk.isEmpty {
            output += chunk
        }
        let status = await ends.first { _ in true } ?? -1
        return (status, String(decoding: output, as: UTF8.self))
    }

    /// Runs while the body does, which is told the first line the program writes.
    static func serving<Value>(
        _ executable: URL, _ arguments: [String], _ body: (String) async throws -> Value
    ) async throws -> Value {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        // It may have been started with signals blocked, and has nothing to save.
        defer { kill(process.processIdentifier, SIGKILL) }
        var line = Data()
        while let byte = try pipe.fileHandleForReading.read(upToCount: 1), !byte.isEmpty, byte != Data([10]) {
            line += byte
        }
        return try await body(String(decoding: line, as: UTF8.self))
    }
}
