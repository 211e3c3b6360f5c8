import ConnectorKit
import Testing

@Suite("Mapping tables")
struct MappingTests {
    private let mapping = Mapping(
        version: 3,
        rules: [
            FieldRule(.externalID, from: ["lo_id", "gc_lo_id"], "the number") {
                input, object throws(Failure) in
                object.externalID = try input.requiredNumericID()
            },
            FieldRule(.name, from: ["core.title"], "as it stands") { input, object throws(Failure) in
                object.name = try input.requiredText()
            },
            FieldRule(.launchURL, from: [], "portal and id") { input, object throws(Failure) in
                object.launchURL = "\(input.settings["portal"] ?? "none")/play/\(object.externalID)"
            },
            FieldRule(.subjects, from: ["topics[].value", "tags[]"], "both") {
                input, object throws(Failure) in
                object.subjects = try input.texts()
            },
        ],
        settings: Settings(texts: ["portal": "https://example.mygo1.com"]))

    private func map(_ json: String) throws -> LearningObject {
        let paths = JSONPaths(mapping.paths)
        return try mapping.learningObject(from: SourceDocument(json: Array(json.utf8)[...], paths: paths))
    }

    @Test("the paths are those of the rules, in their order")
    func paths() {
        #expect(mapping.paths == ["lo_id", "gc_lo_id", "core.title", "topics[].value", "tags[]"])
    }

    @Test("each rule gets the values of its sources, the settings, and the results of earlier rules")
    func rules() throws {
        let json = #"{"tags":["b","a"],"core":{"title":"First aid"},"gc_lo_id":"7","topics":[{"value":"a"}]}"#
        var expected = LearningObject()
        expected.externalID = "7"
        expected.name = "First aid"
        expected.launchURL = "https://example.mygo1.com/play/7"
        expected.subjects = ["a", "b"]
        #expect(try map(json) == expected)
    }

    @Test("the first rule that rejects a value gives the reason")
    func refusal() {
        #expect(throws: Failure.item("no lo_id or gc_lo_id")) { try map(#"{"core":{}}"#) }
        #expect(throws: Failure.item("core.title is a list; text was expected")) {
            try map(#"{"lo_id":1,"core":{"title":[]}}"#)
        }
    }
}
