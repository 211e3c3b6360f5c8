import Foundation
import Go1Simulator
import Testing
import TestSupport

/// Every bad row is told by its physical line, and the rest is delivered.
@Suite struct BadRowsTests {
    private struct OutcomeRecord: Decodable {
        let line: Int
        let reference: String
        let outcome: String
        let reason: String?

        var told: String { "\(line) \(reference) \(outcome): \(reason ?? "-")" }
    }

    private static func row(_ reference: String) -> String {
        "\(reference),T,D,https://lms.example.com/\(reference),https://lms.example.com/i.png\n"
    }

    private static func push(_ kind: String, _ file: Data, _ sandbox: Sandbox) async throws -> [String] {
        try file.write(to: sandbox.folder.appending(path: "\(kind).csv"))
        let done = try await sandbox.run(
            "push", kind, "\(kind).csv", "--group", Sandbox.sales, "--format", "ndjson")
        #expect(done.status == 1)
        #expect(done.errors == "")
        return try done.records(OutcomeRecord.self).map(\.told)
    }

    @Test("content: missing and duplicate references, not UTF-8, a wrong number of cells")
    func content() async throws {
        try await Sandbox.with(items: 5) { sandbox in
            try sandbox.write(Sandbox.Group())
            var file = Data("external_reference,title,description,launch_url,image\n".utf8)
            file += Data((Self.row("a") + Self.row("") + Self.row("a")).utf8)
            file += Data("latin,T".utf8) + [0xE9] + Data(Self.row("latin").utf8.dropFirst(7))
            file += Data(Self.row("b").replacing(",D,", with: ",\"two\nlines\",").utf8)
            file += Data("short,T\n\(Self.row("c"))".utf8)
            #expect(
                try await Self.push("content", file, sandbox) == [
                    "2 a created: -", "3  refused: external_reference is missing",
                    "4 a refused: duplicate external_reference; line 2 has the same",
                    "5  refused: title is not UTF-8, and looks like windows-1252; UTF-8 was expected: in Excel, save it as \"CSV UTF-8 (Comma delimited)\"",
                    "6 b created: -",
                    "8  refused: the row has 2 cells; 5 were expected, as in the header",
                    "9 c created: -",
                ])
            #expect(sandbox.portal.ownItems.map(\.traits.externalID).sorted() == ["a", "b", "c"])
        }
    }

    @Test("completions: unknown learner, unknown content, the same twice, no time")
    func completions() async throws {
        try await Sandbox.with(items: 5, { $0.enrolments = 0 }) { sandbox in
            try sandbox.write(Sandbox.Group())
            let header = "external_reference,title,description,launch_url,image\n"
            try sandbox.write(header + Self.row("a") + Self.row("b"), to: "c.csv")
            let first = try await sandbox.run("push", "content", "c.csv", "--group", Sandbox.sales)
            #expect(first.status == 0)
            let file = """
                content_external_reference,email,completed_at
                a,learner1@example.com,2026-03-01T10:00:00Z
                a,nobody@example.com,2026-03-01
                nope,learner1@example.com,2026-03-01
                a,LEARNER1@example.com,2026-03-02
                b,learner2@example.com,yesterday
                b,learner2@example.com,2026-03-01

                """
            #expect(
                try await Self.push("completions", Data(file.utf8), sandbox) == [
                    "2 a completed: -", "3 a refused: Go1 has no learner with the e-mail nobody@example.com",
                    "4 nope refused: Go1 has no content of the external reference \"nope\"; push it first",
                    "5 a refused: duplicate; line 2 has the same content and learner",
                    "6 b refused: completed_at is \"yesterday\"; a time such as 2026-03-01T09:30:00Z was "
                        + "expected", "7 b completed: -",
                ])
            #expect(sandbox.portal.enrolments.map(\.status) == [.completed, .completed])
        }
    }
}
