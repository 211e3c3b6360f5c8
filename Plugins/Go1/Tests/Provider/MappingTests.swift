import ConnectorKit
import Foundation
import Testing

@testable import Go1

@Suite("Courses of either generation")
struct MappingTests {
    @Test("both generations make the same course of the same item")
    func sameCourse() throws {
        let flat = try Generation.v2.map(Generation.v2.item.utf8)
        #expect(try Generation.gateway.map(Generation.gateway.item.utf8) == flat)

        var expected = LearningObject()
        expected.externalID = "36439791"
        expected.name = "First aid"
        expected.description = "<p>Stay calm.</p>"
        expected.image = "https://img.example.com/1.jpg"
        expected.duration = 45
        expected.authors = ["Ada Vogel"]
        expected.publisher = "GO1 Content"
        expected.language = "en-US"
        expected.launchURL = "https://acme.mygo1.com/play/36439791"
        expected.modifiedAt = Timestamp.date("2023-05-19T05:13:30Z")
        expected.subjects = ["Safety", "Health"]
        expected.contentType = .course
        expected.providerType = "interactive"
        #expect(flat == expected)
    }

    @Test("every field of a course has one row, so that explain shows all", arguments: Generation.allCases)
    func everyField(
        generation: Generation
    ) {
        let fields = go1.mapping(settings(generation)).rules.map(\.field.rawValue)
        #expect(fields.sorted() == CourseField.allCases.map(\.rawValue).sorted())
    }

    @Test("a portal address with a trailing slash makes the same launch URL")
    func slash() throws {
        let settings = settings(.v2, ["portal": "https://acme.mygo1.com/"])
        let raw = RawItem(id: "1", digest: 0, bytes: Array(Generation.v2.item.utf8)[...])
        let object = try go1.mapping(settings).learningObject(
            from: try go1.document(of: raw, settings: settings))
        #expect(object.launchURL == "https://acme.mygo1.com/play/36439791")
    }

    @Test("an item whose bytes are not JSON is refused as an item")
    func brokenBytes() {
        let raw = RawItem(id: "1", digest: 0, bytes: Array("{\"id\":".utf8)[...])
        #expect(throws: Failure.item("line 1, column 7: expected a value, found the end")) {
            try go1.document(of: raw, settings: settings(.v2))
        }
    }

    @Test(
        "all items of a recorded listing of the real service can be mapped",
        .enabled(
            if: publishedFile("samples/go1-v2-listing.json") != nil,
            "TRIBUTARY_DESCRIPTIONS names no folder with the recorded listing"))
    func recorded() throws {
        let file = try #require(publishedFile("samples/go1-v2-listing.json"))
        let answer = ServiceAnswer(
            HTTPResponse(status: 200, body: Array(try Data(contentsOf: file))), to: "GET sample")
        let page = try ListAnswer(listing: answer, generation: .v2)
            .catalogPage(after: CursorPaging(), mapping: go1.mapping(settings(.v2)))
        #expect(page.items.count == 48)
        #expect(page.refused.isEmpty)
        #expect(page.total == 82_137)
        #expect(page.isLast)
        let objects = try page.items.map { try Generation.v2.map($0.bytes) }
        #expect(objects.allSatisfy { $0.published && $0.providerType == "course" && $0.modifiedAt != nil })
        #expect(objects.first?.name == "Basic First Aid")
        #expect(objects.first?.publisher == "GO1 Content")
        #expect(objects.first?.image == nil)
    }
}
