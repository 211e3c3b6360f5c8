import ConnectorKit
import Foundation
import TestSupport
import Testing

/// Filters by words of a vocabulary that a provider declares, on the command line.
@Suite struct TermFilterTests {
    @Test(
        "--term is previewed, set, kept in the file and shown, and wrong ones are refused with what would be right"
    )
    func words() async throws {
        try await Sandbox.with(items: 1) { sandbox in
            let service = try sandbox.start(["sandbox", "udemy-business", "--items", "60", "--port", "0"])
            defer { service.send(SIGINT) }
            await eventually("the service names its settings\n\(service.outputSoFar)") {
                service.outputSoFar.contains("client_secret: ") || !service.isRunning
            }
            let settings = service.outputSoFar.split(separator: "\n").filter { $0.hasPrefix("  ") }
            try sandbox.write("default_provider: udemy-business\n", to: "tributary.yaml")
            try sandbox.write(
                """
                group: \(Sandbox.sales)
                providers:
                  udemy-business:
                    settings:
                \(settings.map { "    \($0)" }.joined(separator: "\n"))

                """, to: "providers/sales.yaml")
            #expect(try await sandbox.run("sync", "catalog").status == 0)
            let courses = try await sandbox.contents(without: [])
            let subjects = courses.flatMap { $0["subjects"]?.texts ?? [] }
            let word = try #require(subjects.sorted().first)
            let wanted = courses.filter { $0["subjects"]?.texts?.contains(word) ?? false }
            let change = PreviewRecord(archived: courses.count - wanted.count, unarchived: 0)
            #expect(change.archived > 0)

            let options = ["--group", Sandbox.sales, "--term", "category=\(word.lowercased())"]
            let preview = try await sandbox.start(["filters", "preview", "--format", "ndjson"] + options)
                .finished()
            #expect(try preview.records() == [change])
            let set = try await sandbox.start(["filters", "set", "--format", "ndjson"] + options).finished()
            #expect(try set.records() == [change])
            #expect(
                Set(try await sandbox.courses().filter { !$0.archived }.map(\.externalId))
                    == Set(wanted.compactMap { $0["externalId"]?.text }))
            #expect(try sandbox.read("providers/sales.yaml").contains("category: ["))
            let shown = try await sandbox.run("filters", "show", "--group", Sandbox.sales)
            #expect(shown.output.contains("category: \(word.lowercased())"))

            for (term, message) in [
                ("Design", "\"Design\" is no term; NAME=WORD was expected, such as subject=Design"),
                (
                    "categry=Design",
                    "udemy-business has no filter \"categry\"; known are languages, content_types, category"
                ),
            ] {
                let refused = try await sandbox.run(
                    "filters", "set", "--group", Sandbox.sales, "--term", term)
                #expect(refused.errors.contains(message))
                #expect(refused.status == 2)
            }
        }
    }
}
