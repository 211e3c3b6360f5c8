import ConnectorKit
import Foundation
import Testing
import TestSupport

@testable import tributary

/// What OAI-PMH does not offer is offered nowhere.
@Suite struct CapabilityTests {
    @Test("providers shows neither statistics nor push, nor a time for them")
    func providers() async throws {
        try await Sandbox.with(items: 1) { sandbox in
            let json = try await sandbox.run("providers", "oai-pmh", "--format", "ndjson")
            let record = try #require(try json.records([String: JSONValue].self).first)
            #expect(record["capabilities"] == .texts(["catalog"]))
            #expect(
                record["schedule"]
                    == .object(["catalog": .text("07:40"), "stats": .null]))
            let text = try await sandbox.run("providers", "oai-pmh").output
            let lines = text.split(separator: "\n").map(String.init)
            #expect(lines.contains("Offers: catalog"))
            #expect(lines.contains("Runs daily, unless configured: catalog 07:40"))
        }
    }

    @Test("a starter file suggests nothing that the provider does not offer")
    func starter() throws {
        for provider in builtInProviders.providers {
            let text = StarterFiles(provider: provider).group
            #expect(text.contains("stats:") == (provider.schedule.stats != nil))
            #expect(text.contains("push_completions:") == provider.capabilities.contains(.push))
        }
        let oai = try #require(builtInProviders["oai-pmh"])
        #expect(oai.capabilities == [.catalog])
        #expect(StarterFiles(provider: oai).group.contains("# schedule: { catalog: \"07:40\" }\n"))
    }

    @Test("the console has a word for each content type that a provider declares")
    func contentTypeWords() throws {
        let root = (1...4).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }
        let words = try #require(
            JSONValue(
                json: String(
                    contentsOf: root.appending(path: "Sources/Console/Messages/en.json"), encoding: .utf8)))
        for provider in builtInProviders.providers {
            for type in provider.descriptor.filters.contentTypes {
                #expect(words["contentType.\(type)"] != nil, "\(provider.descriptor.id): \(type)")
            }
        }
    }

    @Test("check refuses a time for statistics, and completions, at their place")
    func check() async throws {
        try await Sandbox.with(items: 1) { sandbox in
            try sandbox.write(
                """
                group: g1
                providers:
                  oai-pmh:
                    settings: { url: https://repository.example.edu/oai }
                    schedule: { catalog: "07:40", stats: "08:00" }
                    push_completions: true

                """, to: "providers/library.yaml")
            let done = try await sandbox.run("check")
            #expect(done.status == 2)
            #expect(
                done.errors == """
                    providers/library.yaml:5:35: unknown key "stats"; oai-pmh offers no statistics, so leave it out
                    providers/library.yaml:6:23: push_completions is "true"; oai-pmh takes no completions, \
                    so false was expected

                    """)
        }
    }

    @Test("sync stats of a provider without them is wrong usage")
    func sync() async throws {
        try await Sandbox.with(items: 1) { sandbox in
            let done = try await sandbox.run("sync", "stats", "--provider", "oai-pmh")
            #expect(done.status == 2)
            #expect(done.output == "")
            #expect(done.errors == "tributary: oai-pmh does not offer stats; it offers catalog\n")
        }
    }
}
