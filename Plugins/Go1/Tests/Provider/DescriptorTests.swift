import ConnectorKit
import Foundation
import Testing

@testable import Go1

@Suite("What Go1 declares")
struct DescriptorTests {
    @Test("the module registers a provider of catalogs, statistics and pushes named go1")
    func registered() {
        #expect(provider.descriptor.id == "go1")
        #expect(provider.descriptor.displayName == "Go1")
        #expect(provider.capabilities == [.catalog, .stats, .push])
        #expect(provider.descriptor.schedule == DefaultSchedule(catalog: "07:40", stats: "08:00"))
    }

    @Test("filters may name the seven supported types")
    func filters() {
        #expect(
            provider.descriptor.filters.contentTypes == [
                "course", "document", "interactive", "text", "video", "link", "audio",
            ])
    }

    @Test("only the secret is a secret, and three settings are required")
    func declaredSettings() {
        let declared = provider.descriptor.settings
        #expect(
            declared.map(\.name) == [
                "portal", "client_id", "secret", "api_version", "page_size", "target", "auth_url", "api_url",
            ])
        #expect(declared.filter(\.secret).map(\.name) == ["secret"])
        #expect(declared.filter(\.required).map(\.name) == ["portal", "client_id", "secret"])
    }

    @Test(
        "a page size larger than the generation allows is reported",
        arguments: [
            (Generation.v2, "50", []),
            (
                .v2, "51",
                [
                    SettingProblem(
                        setting: "page_size",
                        message: #"page_size 51 is too large for api_version "2022-07-01"; at most 50"#)
                ]
            ),
            (.gateway, "5000", []),
        ])
    func largePage(
        generation: Generation, size: String, expected: [SettingProblem]
    ) {
        #expect(go1.problems(in: settings(generation, ["page_size": size])) == expected)
    }

    @Test("an address that all customers share is not accepted as a portal")
    func sharedAddress() {
        #expect(
            go1.problems(in: settings(.gateway, ["portal": "https://Learn.Go1.com"])) == [
                SettingProblem(
                    setting: "portal",
                    message: """
                        portal is learn.go1.com, an address all customers of Go1 share; \
                        the portal's own was expected, such as https://acme.mygo1.com
                        """)
            ])
        #expect(go1.problems(in: settings(.gateway, ["portal": "https://learning.acme.example"])).isEmpty)
    }

    @Test("the README names every setting, every source of a field and every quirk")
    func readme() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        let readme = try String(
            contentsOf: folder.appending(path: "../../README.md").standardizedFileURL, encoding: .utf8)
        let paths = Generation.allCases.flatMap { go1.mapping(settings($0)).paths }
        // Shortened in the README, which lists several members in one cell.
        let shortened = ["authors[]", "authors[].first_name", "authors[].last_name", "topics.items[]"]
        let names = provider.descriptor.settings.map(\.name) + Set(paths).subtracting(shortened)
        #expect(names.filter { !readme.contains("`\($0)`") } == [])
        #expect(provider.descriptor.quirks.filter { !readme.contains("- \($0)\n") } == [])
    }
}
