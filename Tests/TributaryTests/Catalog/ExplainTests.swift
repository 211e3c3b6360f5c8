import ConnectorKit
import Go1Simulator
import Model
import SimulatorSupport
import Testing
import TestSupport

@Suite struct ExplainTests {
    /// Where the gateway has each field, and v2.
    static let sources: [(version: String, sources: [String: String])] = [
        (
            "2025-01-01",
            [
                "externalId": "lo_id, gc_lo_id", "name": "core.title", "description": "core.description",
                "image": "core.image.value", "duration": "relevance.duration",
                "authors": "relevance.author.name",
                "publisher": "provider.name", "lang": "relevance.language", "modifiedAt": "updated_time",
                "subjects": "topics.items[].name, topics.items[]", "providerType": "core.type",
                "published": "lifecycle.state", "retiresAt": "lifecycle.pending_state.retired_time",
            ]
        ),
        (
            "2022-07-01",
            [
                "externalId": "id", "name": "title", "description": "description", "image": "image",
                "duration": "delivery.duration",
                "authors": "authors[].name, authors[].first_name, authors[].last_name, authors[]",
                "publisher": "provider.name", "lang": "language", "modifiedAt": "updated_time",
                "subjects": "attributes.topics[].value", "providerType": "type",
                "published": "published, active",
            ]
        ),
    ]

    @Test("explain names the path in the provider's item for every mapped field", arguments: sources)
    func paths(version: String, sources: [String: String]) async throws {
        try await Sandbox.with(items: 20) { sandbox in
            var group = Sandbox.Group()
            group.settings["api_version"] = "\"\(version)\""
            try sandbox.write(group)
            try await sandbox.sync()
            let record = try #require(try await sandbox.contents().first)
            let id = try #require(record["externalId"]?.plain)
            let explained = try await sandbox.explain(id)
            guard case .list(let rows)? = explained["fields"] else { throw NoRecord() }
            var found: [String: String] = [:]
            for case .object(let row) in rows {
                let field = row["field"]?.plain ?? ""
                found[field] = row["source"]?.plain
                if field != "published" { #expect(row["value"] == record[field], "\(field)") }
                #expect(row["rule"]?.plain.isEmpty == false, "\(field)")
            }
            for (field, source) in sources { #expect(found[field] == source) }
            // What is made of settings and other fields has no path of its own.
            let others = Set(found.keys).subtracting(sources.keys)
            #expect(others.subtracting(["retiresAt"]) == ["launchUrl", "contentType"])
        }
    }

    @Test("explain says why a course is active or archived, naming the filter with its file and line")
    func reasons() async throws {
        try await Sandbox.with(items: 60) { sandbox in
            var group = Sandbox.Group()
            try sandbox.write(group)
            try await sandbox.sync()
            let course = try #require(
                sandbox.portal.expectedCourses.first { $0.language == "en-us" && $0.type == "video" })
            func because() async throws -> JSONValue? { try await sandbox.explain(course.id)["because"] }
            #expect(try await because() == ["Go1 offers it, and the group takes everything"])

            (group.languages, group.types) = (["en"], ["video"])
            try sandbox.write(group)
            #expect(
                try await because() == [
                    .text(
                        "Go1 offers it, and the group's filters take it (languages: en providers/sales.yaml:13; "
                            + "content_types: video providers/sales.yaml:14)")
                ])

            (group.languages, group.types) = (["de", "fr"], ["course"])
            try sandbox.write(group)
            let refused: [JSONValue] = [
                .text("filter: its language is en-US; languages takes de, fr (providers/sales.yaml:13)"),
                .text("filter: its type is video; content_types takes course (providers/sales.yaml:14)"),
            ]
            #expect(try await because() == .list(refused))

            let own = try #require(try await sandbox.courses().first { $0.externalId == course.id })
            try await sandbox.run("courses", "archive", "--group", Sandbox.sales, "--course", own.id)
            sandbox.portal.delete(try #require(Int(course.id)))
            try await sandbox.sync("--accept-shrink")
            group.enabled = false
            try sandbox.write(group)
            #expect(
                try await because()
                    == .list(
                        ["provider: Go1 has unpublished it, or no longer lists it in the library"] + refused
                            + ["manual: a person archived it", "disabled: go1 is switched off in this group"])
            )
            let explained = try await sandbox.explain(course.id)
            #expect(explained["archivedBecause"] == ["provider", "filter", "manual", "disabled"])
            #expect(explained["verdict"] == "archived")
        }
    }

    @Test("explain tells an item that no filter let in from one that was never listed")
    func notTaken() async throws {
        try await Sandbox.with(items: 60) { sandbox in
            var group = Sandbox.Group()
            group.types = ["video"]
            try sandbox.write(group)
            try await sandbox.sync()
            let course = try #require(sandbox.portal.expectedCourses.first { $0.type == "course" })
            let explained = try await sandbox.explain(course.id)
            #expect(explained["verdict"] == "not taken")
            #expect(explained["id"] == .null)
            #expect(
                explained["because"] == [
                    "its type is course; content_types takes video (providers/sales.yaml:14)"
                ])
            let unknown = try await sandbox.run("explain", "42", "--group", Sandbox.sales)
            #expect(unknown.status == 1)
            #expect(
                unknown.errors
                    == "tributary: Sales Academy: go1 has not listed an item \"42\"; "
                    + "`sync catalog` fetches the catalog\n")
        }
    }
}

private struct NoRecord: Error {}

extension Sandbox {
    fileprivate func explain(_ id: String) async throws -> [String: JSONValue] {
        let done = try await run("explain", id, "--group", Self.sales, "--format", "ndjson")
        return try #require(try done.records([String: JSONValue].self).first, "\(done.errors)")
    }
}
