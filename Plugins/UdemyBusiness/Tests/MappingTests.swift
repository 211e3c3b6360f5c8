import ConnectorKit
import Foundation
import Testing

@testable import UdemyBusiness

@Suite("What becomes of a recorded page of courses")
struct MappingTests {
    @Test("Every field is mapped")
    func full() async throws {
        var wanted = LearningObject()
        wanted.externalID = "900001"
        wanted.name = "企画を「１枚の紙」で伝える"
        wanted.description = "<p><strong>また企画が通らなかった</strong></p>"
        wanted.image = "https://img-c.udemycdn.com/course/750x422/900001.jpg"
        wanted.duration = 178
        wanted.authors = ["大森 剛", "Ada Almeida"]
        wanted.language = "ja-JP"
        wanted.launchURL = "https://acme.udemy.com/course/one-sheet/"
        wanted.modifiedAt = Timestamp.date("2016-12-28T00:00:00Z")
        wanted.subjects = ["Marketing", "Marketing Strategy", "Design"]
        wanted.contentType = .course
        wanted.providerType = "course"
        #expect(try await RecordedPage.courses.course("900001") == .success(wanted))
    }

    @Test("A practice test may lack everything but its title and its address, which may be a path")
    func bare() async throws {
        var wanted = LearningObject()
        wanted.externalID = "900002"
        wanted.name = "Exam Preparation"
        wanted.description = "Five tests"
        wanted.image = "https://img-c.udemycdn.com/course/240x135/900002.jpg"
        wanted.launchURL = "https://acme.udemy.com/course/exam/"
        wanted.contentType = .interactive
        wanted.providerType = "practice-test"
        #expect(try await RecordedPage.courses.course("900002") == .success(wanted))
    }

    @Test(
        "A course that cannot be taken is refused with its reason",
        arguments: [
            ("900003", "no title"), ("900004", "no url"),
            ("900005", "last_update_date is \"yesterday\"; a day was expected"),
        ])
    func refused(id: String, reason: String) async throws {
        #expect(try await RecordedPage.courses.course(id) == .failure(.item(reason)))
    }

    @Test("A page says where the next one begins, how many courses there are, and which rows cannot be read")
    func page() async throws {
        let page = try await RecordedPage.courses.page()
        #expect(page.rows == 6)
        #expect(page.next.flatMap(PagePaging.init)?.page == 2)
        #expect(page.total == 140)
        #expect(!page.isLast)
        #expect(
            page.refused == [RefusedItem(id: nil, reason: "row 6: the id is true or false")])
    }

    @Test("Only the members that are mapped are asked for")
    func fields() {
        let mapped = Set(CourseTable.paths.paths.compactMap { $0.split(whereSeparator: ".[".contains).first })
        #expect(Set(CourseTable.fields.map { $0[...] }) == mapped.subtracting(["id"]))
    }
}

/// A recorded page, as the provider reads it.
struct RecordedPage: HTTPClient {
    static let courses = RecordedPage(file: "courses.json")

    let file: String
    private let settings = Settings(
        texts: ["url": "https://acme.udemy.com", "account_id": "116724", "client_id": "client"],
        secrets: ["client_secret": Secret("secret")])

    var connection: Connection { Connection(settings: settings, client: self) }

    func page() async throws -> CatalogPage {
        guard case .page(let page) = try await UdemyBusinessProvider().page(PageRequest(), of: connection)
        else { throw Failure.fatal("there is no page") }
        return page
    }

    func course(_ id: String) async throws -> Result<LearningObject, Failure> {
        let provider = UdemyBusinessProvider()
        let item = try #require(try await page().items.first { $0.id == id })
        do throws(Failure) {
            let document = try provider.document(of: item, settings: settings)
            return .success(try provider.mapping(settings).learningObject(from: document))
        } catch {
            return .failure(error)
        }
    }

    func send(_ request: HTTPRequest) async throws(Failure) -> HTTPResponse {
        do {
            let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            return HTTPResponse(
                status: 200, body: Array(try Data(contentsOf: folder.appending(path: "Fixtures/\(file)"))))
        } catch {
            throw .fatal("\(error)")
        }
    }
}
