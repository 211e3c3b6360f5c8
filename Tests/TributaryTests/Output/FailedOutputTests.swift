import Foundation
import Testing
import TestSupport

/// What could not be written was not done.
@Suite(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "/dev/full is Linux's"))
struct FailedOutputTests {
    static let commands: [[String]] =
        [
            ["--help"], ["courses", "--group", Sandbox.sales], ["status"],
            ["runs"], ["overlaps"], ["providers"], ["providers", "go1"], ["sync", "catalog"],
            ["filters", "show", "--group", Sandbox.sales], ["demo", "--once", "--items", "5"],
            ["sandbox", "go1", "--port", "0"], ["init", "new"],
        ]
        + ["json", "ndjson", "csv"].flatMap { format in
            [
                ["courses", "--group", Sandbox.sales, "--format", format],
                ["sync", "catalog", "--format", format],
            ]
        }

    /// Runs the program by a shell, which is given it and its arguments as `"$@"`.
    private static func shell(_ script: String, _ arguments: [String], _ sandbox: Sandbox) async throws
        -> FinishedProgram
    {
        let shell = try #require(installedProgram("sh"))
        let binary = try #require(Surroundings.binary)
        return try await sandbox.start(shell, ["-c", script, "sh", binary.path] + arguments).finished()
    }

    @Test("output that cannot be written ends with 1, the reason, and nothing left behind")
    func full() async throws {
        try await Sandbox.with(items: 20) { sandbox in
            try sandbox.write(Sandbox.Group())
            try await sandbox.sync()
            for command in Self.commands {
                let done = try await Self.shell(#"exec "$@" >/dev/full"#, command, sandbox)
                #expect(
                    done
                        == FinishedProgram(
                            status: 1, wasKilled: false, output: "",
                            errors:
                                "tributary: standard output cannot be written: No space left on device\n"),
                    "\(command)")
            }
            #expect(try sandbox.entries().filter { $0.hasPrefix("tributary-demo") } == [])
        }
    }

    /// The right side of the pipe closes it before the left side begins.
    private static let closedPipe = """
        { until test -e closed; do sleep 0.01; done; "$@"; echo $? >status; } | { exec <&-; : >closed; }
        """

    @Test("a reader that goes, as head does, ends the program with 1 and without a word")
    func closedPipe() async throws {
        for command in Self.commands {
            try await Sandbox.with(items: 20) { sandbox in
                try sandbox.write(Sandbox.Group())
                try await sandbox.sync()
                let done = try await Self.shell(Self.closedPipe, command, sandbox)
                #expect(done.errors == "", "\(command)")
                let status = try sandbox.read("status")
                #expect(status == "1\n", "\(command) ended with \(status)")
            }
        }
    }

    @Test("errors that cannot be told change nothing")
    func deafErrors() async throws {
        try await Sandbox.with(items: 20) { sandbox in
            try sandbox.write(Sandbox.Group())
            let wrong = try await Self.shell(#"exec "$@" 2>/dev/full"#, ["providers", "go2"], sandbox)
            #expect(wrong == FinishedProgram(status: 2, wasKilled: false, output: "", errors: ""))
            let right = try await Self.shell(#"exec "$@" 2>/dev/full"#, ["check"], sandbox)
            #expect(right == FinishedProgram(status: 0, wasKilled: false, output: "", errors: ""))
        }
    }
}
