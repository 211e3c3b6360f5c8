import ConnectorKit
import Host
import Model
import Store
import Sync
import Synchronization
import Testing

@Suite struct CleanedTextTests {
    /// Syncs one item of these titles, texts and so on, and returns its course and what the run says.
    private func sync(_ object: LearningObject) async throws -> (
        course: Course?, remarks: [String], skipped: [SkippedItem]
    ) {
        var provider = ScriptedProvider { _, _ throws(Failure) in ScriptedProvider.page([1], total: 1) }
        // The last rule of all: nothing overwrites it.
        provider.lastRule = FieldRule(.retiresAt, from: [], "all other fields") { _, given throws(Failure) in
            let id = given.externalID
            given = object
            if object.externalID.isEmpty { given.externalID = id }
        }
        let fixture = try await HostFixture(provider)
        defer { fixture.remove() }
        let report = try await fixture.sync()
        #expect(report.outcome == .done)
        let found = Mutex<[Course]>([])
        try await fixture.host.store.forEachCourse(CourseQuery(group: "all")) { batch in
            found.withLock { $0 += batch }
        }
        let store = fixture.host.store
        #expect(try await store.run(report.id)?.remarks == report.remarks)
        return (
            found.withLock(\.first), report.remarks,
            try await store.skippedItems(of: report.id)
        )
    }

    private var object: LearningObject {
        var object = LearningObject()
        object.name = "Title"
        object.launchURL = "https://x.example/1"
        object.providerType = "course"
        return object
    }

    @Test("Every text of a course is as people read it, whichever provider it came from")
    func cleaned() async throws {
        var object = object
        object.name = " <em>S&eacute;curit&eacute;</em> & more "
        object.description = "Caf&eacute;"
        object.authors = ["<b>Ada</b> Vogel", "Ada Vogel", "&nbsp;", "O&#39;Neill"]
        object.publisher = "R&amp;D <i>Press</i>"
        object.subjects = ["Health &amp; Safety", "a < b", "安全"]
        object.image = "www.example.com/a b.png"
        object.launchURL = "doi:10.1000/182"
        let result = try await sync(object)
        let content = try #require(result.course?.content)
        #expect(content.name == "Sécurité & more")
        #expect(content.description == "Café")
        #expect(content.authors == ["Ada Vogel", "O'Neill"])
        #expect(content.publisher == "R&D Press")
        #expect(content.subjects == ["Health & Safety", "a < b", "安全"])
        #expect(content.image == "https://www.example.com/a%20b.png")
        #expect(content.launchURL == "https://doi.org/10.1000/182")
        #expect(result.remarks.isEmpty)
    }

    @Test("Control characters are removed, and the run says so of each item")
    func controls() async throws {
        var object = object
        object.name = "Before\u{0}after"
        object.description = "<p>a\u{1B}b&#7;</p>"
        object.authors = ["A\u{0}da", "Bo\u{85}b"]
        object.publisher = "P\u{7F}ress"
        object.subjects = ["S\u{1}afety"]
        object.image = "https://x.example/\u{0}a.png"
        let result = try await sync(object)
        let content = try #require(result.course?.content)
        #expect(content.name == "Beforeafter")
        #expect(content.description == "<p>ab</p>")
        #expect(content.authors == ["Ada", "Bob"])
        #expect(content.publisher == "Press")
        #expect(content.subjects == ["Safety"])
        #expect(content.image == "https://x.example/a.png")
        #expect(
            result.remarks == [
                "1: 1 control character removed from name (U+0000); "
                    + "2 control characters removed from description (U+0007, U+001B); "
                    + "2 control characters removed from authors (U+0000, U+0085); "
                    + "1 control character removed from publisher (U+007F); "
                    + "1 control character removed from subjects (U+0001); "
                    + "1 control character removed from image (U+0000)"
            ])
        #expect(result.skipped.isEmpty)
    }

    @Test(
        "Marks of direction are removed from lines, and the run says so; joiners and descriptions keep theirs"
    )
    func directions() async throws {
        var object = object
        object.name = "a\u{202E}b&#x200F;c क्\u{200D}ष"
        object.description = "<p>a\u{200F}b</p>"
        object.subjects = ["S\u{2066}afety\u{2069}"]
        let result = try await sync(object)
        let content = try #require(result.course?.content)
        #expect(content.name == "abc क्\u{200D}ष")
        #expect(content.description == "<p>a\u{200F}b</p>")
        #expect(content.subjects == ["Safety"])
        #expect(
            result.remarks == [
                "1: 2 characters removed from name (U+200F, U+202E); "
                    + "2 characters removed from subjects (U+2066, U+2069)"
            ])
    }

    @Test(
        "An item whose id is too long, or holds what no name may hold, is skipped",
        arguments: [
            (String(repeating: "x", count: 1_025), "the id has 1025 bytes; 1,024 at most were expected"),
            ("a\u{202E}", "the id holds U+202E; control characters and marks of direction are not allowed"),
            ("a\u{0}", "the id holds U+0000; control characters and marks of direction are not allowed"),
        ])
    func ids(_ id: String, _ reason: String) async throws {
        var object = object
        object.externalID = id
        let result = try await sync(object)
        #expect(result.course == nil)
        #expect(result.skipped.map(\.reason) == [reason])
    }

    @Test(
        "An item without anything to read in its title is skipped like one without a title",
        arguments: ["", "\u{0}", "&nbsp;", "<em></em>", "\u{200B}"])
    func blank(title: String) async throws {
        var object = object
        object.name = title
        let result = try await sync(object)
        #expect(result.course == nil)
        #expect(
            result.skipped == [
                SkippedItem(externalID: "1", reason: "no title: there is nothing in it that can be read")
            ])
    }

    @Test("An item that leads nowhere is skipped; an image that leads nowhere is none")
    func addresses() async throws {
        var object = object
        object.image = "/fixtures/image.jpg"
        #expect(try await sync(object).course?.content.image == nil)
        object.launchURL = "/play/1"
        #expect(
            try await sync(object).skipped == [
                SkippedItem(
                    externalID: "1", reason: "nothing to open: the launch address is no absolute http(s) URL")
            ])
    }
}
