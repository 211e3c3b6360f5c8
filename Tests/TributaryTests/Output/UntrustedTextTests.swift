import ConnectorKit
import Foundation
import Go1Simulator
import Testing
import TestSupport

/// Text from a provider or a file cannot steer the terminal it is shown on.
@Suite struct UntrustedTextTests {
    /// What terminals act on, and what turns the order of a text around.
    static let controls: [String] =
        [0x07, 0x08, 0x09, 0x0A, 0x0D, 0x1B, 0x7F, 0x80, 0x85, 0x9B, 0x9F, 0x2028, 0x2029]
        .compactMap(Unicode.Scalar.init).map(String.init)
        + ["\u{202A}", "\u{202B}", "\u{202C}", "\u{202D}", "\u{202E}"]
        + ["\u{2066}", "\u{2067}", "\u{2068}", "\u{2069}", "\r\n"]

    private static func title(_ control: String) -> String { "Red\(control)[31m alert" }

    /// White space is collapsed; control characters and what turns the order around are removed.
    private static func stored(_ control: String) -> String {
        let spaces: Set<UInt32> = [0x09, 0x0A, 0x0D, 0x2028, 0x2029]
        return control.unicodeScalars.allSatisfy { spaces.contains($0.value) } ? " " : ""
    }

    @Test("a control character in a title, and what turns its order around, is removed")
    func titles() async throws {
        try await Sandbox.with(items: Self.controls.count + 10, { $0.awkward = false }) { sandbox in
            try sandbox.write(Sandbox.Group())
            let changed = zip(sandbox.portal.expectedIDs(), Self.controls).map { ($0, $1) }
            #expect(changed.count == Self.controls.count)
            for (id, control) in changed {
                sandbox.portal.update(try #require(Int(id))) { $0.title = .text(Self.title(control)) }
            }
            try await sandbox.sync()
            let lines = try await sandbox.run("courses", "--group", Sandbox.sales).output.split(
                separator: "\n")
            let courses = try await sandbox.courses()
            let table = try await sandbox.run("courses", "--group", Sandbox.sales, "--format", "csv").output
            #expect(lines.count == courses.count + 2)
            for (id, control) in changed {
                let shown = lines.filter { $0.split(separator: " ").dropFirst().first.map(String.init) == id }
                let course = try #require(courses.first { $0.externalId == id })
                let stored = Self.stored(control)
                let title = Self.title(stored.isEmpty ? "" : " ")
                let isShown = shown.count == 1 && shown.allSatisfy { $0.contains(" \(title) ") }
                #expect(isShown, "\(control.unicodeScalars.map(\.value)): \(shown)")
                #expect(course.name == Self.title(stored))
                #expect(table.contains(",\(id),\(title),"))
                let told = try await sandbox.run(
                    "courses", "archive", "--group", Sandbox.sales, "--course", course.id)
                #expect(told.output == "\(title): archived (manual)\n")
            }
        }
    }

    @Test("a control character in a message is a space")
    func messages() async throws {
        try await Sandbox.with(items: 1) { sandbox in
            var group = Sandbox.Group()
            try sandbox.write(group)
            let done = try await sandbox.run("courses", "--group", "no\u{9B}where")
            #expect(done.status == 2)
            #expect(
                done.errors == """
                    tributary: no group "no where"; configured are \(Sandbox.sales) (Sales Academy)

                    """)
            group.name = #""Sales\e]0;title\a\N\L""#
            try sandbox.write(group)
            let refused = try await sandbox.run("check")
            #expect(refused.status == 2)
            #expect(
                refused.errors.contains(
                    "name holds U+001B; control characters and marks of direction are not allowed"))
            #expect(!refused.errors.contains("\u{1B}"))
        }
    }

    @Test("a name that could steer a terminal, or look like another one, is refused on the command line")
    func names() async throws {
        try await Sandbox.with(items: 2) { sandbox in
            try sandbox.write(Sandbox.Group())
            try await sandbox.sync()
            let course = try #require(try await sandbox.courses().first)
            for name in ["a\u{202E}b", "a\u{1B}b", "a\nb"] {
                let token = try await sandbox.run("token", "create", "--role", "viewer", "--name", name)
                #expect(token.status != 0)
                #expect(token.errors.contains("control characters and marks of direction are not allowed"))
                let tag = try await sandbox.run(
                    "tags", "add", "--group", Sandbox.sales, "--course", course.id, name)
                #expect(tag.status != 0)
                #expect(tag.errors.contains("control characters and marks of direction are not allowed"))
            }
        }
    }

    @Test(
        "nothing that a provider sends steers a terminal or runs in a spreadsheet, in any output that is piped"
    )
    func outputs() async throws {
        try await Sandbox.with(items: 8, { $0.awkward = false }) { sandbox in
            try sandbox.write(Sandbox.Group())
            let id = try #require(sandbox.portal.expectedIDs().first)
            let hostile = "\u{1B}]0;x\u{7}\u{9B}31m\u{202E}\u{2066}\u{200F}"
            sandbox.portal.update(try #require(Int(id))) {
                $0.title = .text("=HYPERLINK(1)\(hostile)")
                $0.description = .text("<p>@SUM(1)\(hostile)</p>")
            }
            try await sandbox.sync()
            let group = ["--group", Sandbox.sales]
            var outputs: [String] = []
            for arguments in [
                ["courses"] + group, ["explain", id] + group, ["attempts"] + group, ["retiring"] + group,
                ["runs"], ["runs", "1"], ["status"], ["overlaps"],
            ] {
                for format in ["human", "json", "ndjson", "csv"] {
                    let done = try await sandbox.start(arguments + ["--format", format]).finished()
                    outputs += [done.output, done.errors]
                }
            }
            for name in ["out.json", "out.ndjson"] {
                _ = try await sandbox.start(["export"] + group + ["--out", name]).finished()
                outputs.append(try String(contentsOf: sandbox.folder.appending(path: name), encoding: .utf8))
            }
            for output in outputs {
                // Lines of CSV end so.
                let raw = output.replacing("\r\n", with: "\n").unicodeScalars.filter { scalar in
                    switch scalar.value {
                    case 0x0A: false
                    case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069: true
                    default: false
                    }
                }
                #expect(raw.isEmpty, "\(output)")
            }
            #expect(outputs.contains { $0.contains(",'=HYPERLINK(1)]0;x31m,") })
        }
    }
}
