import Foundation
import Go1Simulator
import Testing
import TestSupport

@Suite struct PushCommandTests {
    private static let header = "external_reference,title,description,launch_url,image,removed\n"
    private static func row(_ reference: String) -> String {
        "\(reference),T,D,https://lms.example.com/\(reference),https://lms.example.com/i.png,\n"
    }

    @Test("a plan says what would be done and sends nothing; the push then does it")
    func plan() async throws {
        try await Sandbox.with(items: 5) { sandbox in
            try sandbox.write(Sandbox.Group())
            try sandbox.write(Self.header + Self.row("a") + Self.row("a") + ",T,,,,\n", to: "c.csv")
            let arguments = ["push", "content", "c.csv", "--group", Sandbox.sales, "--format", "csv"]
            let planned = try await sandbox.start(arguments + ["--dry-run"]).finished()
            #expect(planned.status == 1)
            #expect(
                planned.output
                    == "line,reference,outcome,reason\r\n2,a,created,"
                    + "\"create it, unpublished; set the launch address\"\r\n"
                    + "3,a,refused,duplicate external_reference; line 2 has the same\r\n"
                    + "4,,refused,external_reference is missing; description is missing; "
                    .csvQuoted("launch_url is missing; image is missing"))
            #expect(sandbox.portal.ownItems.isEmpty)
            let done = try await sandbox.start(arguments).finished()
            #expect(done.status == 1)
            #expect(
                done.output
                    == "line,reference,outcome,reason\r\n2,a,created,\r\n"
                    + "3,a,refused,duplicate external_reference; line 2 has the same\r\n"
                    + "4,,refused,external_reference is missing; description is missing; "
                    .csvQuoted("launch_url is missing; image is missing"))
            #expect(sandbox.portal.ownItems.count == 1)
        }
    }

    @Test("a provider that takes no pushes, a missing file and a wrong header are wrong usage")
    func wrongUsage() async throws {
        try await Sandbox.with(items: 5) { sandbox in
            try sandbox.write(Sandbox.Group())
            let missing = try await sandbox.run("push", "content", "no.csv", "--group", Sandbox.sales)
            #expect(missing.status == 2)
            #expect(missing.errors == "tributary: no.csv: the file is not there, or cannot be read\n")
            try sandbox.write("external_reference,titel,title,description,launch_url,image\n", to: "c.csv")
            let wrong = try await sandbox.run("push", "content", "c.csv", "--group", Sandbox.sales)
            #expect(wrong.status == 2)
            #expect(
                wrong.errors
                    == "tributary: c.csv: line 1: unknown column \"titel\"; did you mean \"title\"?\n")
            let runs: [RunRecord] = try await sandbox.runs()
            #expect(runs.isEmpty)
        }
    }

    @Test(
        "a file of 100 MB takes bounded memory, its bad row is told by its line, and the rest is read",
        .enabled(if: Surroundings.runsSlowTests))
    func large() async throws {
        try await Sandbox.with(items: 5) { sandbox in
            try sandbox.write(Sandbox.Group())
            let path = sandbox.folder.appending(path: "large.csv")
            try Data(Self.header.utf8).write(to: path)
            let handle = try FileHandle(forWritingTo: path)
            try handle.seekToEnd()
            // Rows that are refused as they are read: the file is the load here, not the portal.
            let filler = String(repeating: "x", count: 10_000)
            let count = 10_500
            for number in 2...count {
                try handle.write(contentsOf: Data("r\(number),T,\(filler),,,\n".utf8))
            }
            try handle.write(contentsOf: Data(Self.row("last").utf8))
            try handle.close()
            let shell = try #require(installedProgram("sh"))
            let program = try #require(Surroundings.binary)
            let done = try await sandbox.start(
                shell,
                [
                    "-c",
                    """
                    "$0" "$@" & p=$!
                    while grep VmHWM /proc/$p/status > now 2>/dev/null; do mv now peak; sleep 0.1; done
                    wait $p
                    """, program.path, "push", "content",
                    "large.csv", "--group", Sandbox.sales, "--format", "csv",
                ]
            ).finished()
            #expect(done.status == 1, "\(done.errors)")
            let peak = try sandbox.read("peak").split(separator: " ").compactMap { Int($0) }.first
            #expect(try #require(peak) < 200_000, "kB resident at most")
            let lines = done.output.split(separator: "\r\n")
            #expect(lines.count == count + 1)
            #expect(lines[1] == "2,r2,refused,launch_url is missing; image is missing")
            #expect(lines.last == "\(count + 1),last,created,")
            #expect(sandbox.portal.ownItems.count == 1)
        }
    }
}

extension String {
    /// The rest of a cell and the end of its record; these cells need no quotes.
    fileprivate func csvQuoted(_ rest: String) -> String { self + rest + "\r\n" }
}
