import Foundation
import Go1Simulator
import Testing
import TestSupport

@Suite struct PlainOutputTests {
    /// Commands with `--format`, and what their help has to name.
    static let documented: [(command: [String], keys: [String])] = [
        (["courses", "list"], RecordKeysTests.course), (["runs"], RecordKeysTests.run),
        (["sync"], RecordKeysTests.run), (["overlaps"], RecordKeysTests.overlap),
        (["filters", "preview"], RecordKeysTests.preview), (["filters", "set"], RecordKeysTests.preview),
        (["filters", "show"], ["group", "provider", "languages", "contentTypes", "terms", "file"]),
        (
            ["explain"],
            ["externalId", "group", "provider", "verdict", "archivedBecause", "because", "fields"]
        ),
        (["providers"], ["id", "name", "capabilities", "settings", "contentTypes"]),
        (["status"], ["group", "provider", "active", "archived", "lastRun", "nextRun"]),
        (["retiring"], ["externalId", "name", "provider", "retiresAt", "groups", "alternatives", "paths"]),
        (["check"], ["service", "groups", "finding", "problem", "addresses", "address", "proxy", "ca"]),
        (["replay"], ["id", "event", "type", "subject", "received", "outcome", "reason"]),
    ]

    @Test("the help of every command with --format names the keys of its records", arguments: documented)
    func help(command: [String], keys: [String]) async throws {
        try await Sandbox.with(items: 1) { sandbox in
            let done = try await sandbox.start(command + ["--help"]).finished()
            #expect(done.status == 0)
            #expect(done.errors == "")
            let words = Set(done.output.split { !$0.isLetter }.map(String.init))
            #expect(Set(keys).subtracting(words).isEmpty)
            #expect(done.output.contains("--format"))
        }
    }

    @Test("no command with --format is without a test of its help")
    func nothingForgotten() async throws {
        try await Sandbox.with(items: 1) { sandbox in
            let commands = [
                ["demo"], ["init"], ["check"], ["sync"], ["courses", "list"], ["courses", "archive"],
                ["courses", "unarchive"], ["explain"], ["filters", "show"], ["filters", "set"],
                ["filters", "preview"], ["overlaps"], ["providers"], ["runs"], ["status"], ["sandbox"],
                ["retiring"], ["replay"],
            ]
            for command in commands {
                let help = try await sandbox.start(command + ["--help"]).finished()
                let isDocumented = Self.documented.contains { $0.command == command }
                #expect(help.output.contains("--format") == isDocumented, "\(command)")
            }
        }
    }

    @Test("what is not a terminal gets no escape sequence and no progress bar")
    func noEscapes() async throws {
        try await Sandbox.with(items: 60) { sandbox in
            try sandbox.write(Sandbox.Group(), .engineering)
            let commands = [
                ["sync", "catalog"], ["courses", "--group", "Engineering"], ["overlaps"], ["status"],
                ["runs"],
                ["runs", "1"], ["providers"], ["providers", "go1"], ["check", "--online"],
                ["explain", sandbox.portal.expectedCourses[0].id, "--group", "Engineering"],
                ["demo", "--once", "--items", "40"], ["courses", "--group", "nowhere"],
            ]
            for command in commands {
                for environment in [[:], ["NO_COLOR": "1"], ["TERM": "xterm-256color"]] {
                    let done = try await sandbox.start(command, environment: environment).finished()
                    #expect(!done.output.contains("\u{1B}"), "\(command)")
                    #expect(!done.errors.contains("\u{1B}"), "\(command)")
                    #expect(!done.errors.contains("\r"), "\(command)")
                }
            }
        }
    }

    @Test("NO_COLOR keeps colours off a terminal, which has them otherwise")
    func noColor() async throws {
        guard let script = installedProgram("script"), let binary = Surroundings.binary else { return }
        try await Sandbox.with(items: 1) { sandbox in
            func onTerminal(_ environment: [String: String]) async throws -> FinishedProgram {
                let arguments = ["-qec", "'\(binary.path)' providers", "/dev/null"]
                return try await sandbox.start(
                    script, arguments, environment: environment.merging(["TERM": "xterm"]) { $1 }
                ).finished()
            }
            let coloured = try await onTerminal([:])
            #expect(coloured.output.contains("\u{1B}[1m"))
            let plain = try await onTerminal(["NO_COLOR": "1"])
            #expect(plain.output.contains("Go1"))
            #expect(!plain.output.contains("\u{1B}"))
        }
    }
}
