import ConnectorKit
import Foundation
import Testing

@Suite("The usual rule of each field")
struct FieldRuleTests {
    private enum Kind: String, CaseIterable { case course, video }

    private static let rules: [FieldRule] = [
        .numericID(from: "id"), .name(from: "title"), .description(from: "summary"), .image(from: "cover"),
        .duration(from: "seconds", in: .seconds, note: "seconds"), .authors(from: "authors[].name"),
        .publisher(from: "maker"), .language(from: "language"), .launchURL(from: "url"),
        .modifiedAt(from: "updated"), .subjects(from: "topics[]", "topic"), .published(from: "published"),
        .retiresAt(from: "retires"),
        .none(.contentType, "it has no types"),
    ]

    private func course(_ json: String) throws -> LearningObject {
        let mapping = Mapping(version: 1, rules: Self.rules, settings: Settings(texts: [:]))
        return try mapping.learningObject(
            from: SourceDocument(json: Array(json.utf8)[...], paths: JSONPaths(mapping.paths)))
    }

    @Test("Each fills its field")
    func full() throws {
        var wanted = LearningObject()
        wanted.externalID = "42"
        wanted.name = "First aid"
        wanted.description = "<p>Calm</p>"
        wanted.image = "https://acme.example/1.jpg"
        wanted.duration = 2
        wanted.authors = ["Ada"]
        wanted.publisher = "Acme"
        wanted.language = "en-GB"
        wanted.launchURL = "https://acme.example/1"
        wanted.modifiedAt = Timestamp.date("2025-03-01T08:00:00Z")
        wanted.subjects = ["Safety", "Work"]
        wanted.published = false
        wanted.retiresAt = Timestamp.date("2026-03-01T08:00:00Z")
        let found = try course(
            """
            {"id":42,"title":"First aid","summary":"<p>Calm</p>","cover":"https://acme.example/1.jpg",
             "seconds":61,"authors":[{"name":"Ada"}],"maker":" Acme ","language":"en-gb",
             "url":"https://acme.example/1","updated":"2025-03-01T08:00:00Z","topics":["Safety"],
             "topic":"Work","published":false,"retires":"2026-03-01T08:00:00Z"}
            """)
        #expect(found == wanted)
        #expect(Self.rules.map(\.note).last == "none: it has no types")
        #expect(Self.rules[4].note == "seconds" && Self.rules[10].sources == ["topics[]", "topic"])
    }

    @Test("What is optional may be missing, and what is required may not")
    func bare() throws {
        let bare = try course(#"{"id":1,"title":"A","url":"https://acme.example/1"}"#)
        #expect(bare.published && bare.duration == nil && bare.authors.isEmpty && bare.publisher == nil)
        for (json, reason) in [
            (#"{"title":"A","url":"https://acme.example/1"}"#, "no id"),
            (#"{"id":1,"url":"https://acme.example/1"}"#, "no title"),
            (#"{"id":1,"title":"A","url":"ftp://acme.example"}"#, "no url of http or https"),
        ] {
            #expect(throws: Failure.item(reason)) { try course(json) }
        }
    }

    @Test("A case is one of those that there are")
    func cases() throws {
        let input = { (text: String) in try FieldInput(json: #"{"kind":"\#(text)"}"#, from: ["kind"]) }
        #expect(try input("video").requiredCase(of: Kind.self) == .video)
        #expect(throws: Failure.item("the kind quiz is not taken; course, video are")) {
            try input("quiz").requiredCase(of: Kind.self)
        }
        #expect(throws: Failure.item("no kind")) { try input("").requiredCase(of: Kind.self) }
    }
}
