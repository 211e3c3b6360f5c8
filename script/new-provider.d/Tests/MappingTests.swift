import ConnectorKit
import ConnectorTesting
import Foundation
import Testing

@testable import Skeleton

@Suite("What becomes of a recorded page")
struct MappingTests {
    @Test("Every field is mapped")
    func full() async throws {
        var wanted = LearningObject()
        wanted.externalID = "s-1"
        wanted.name = "First aid"
        wanted.description = "<p>Stay <b>calm</b>.</p>"
        wanted.image = "https://skeleton.example/covers/1.jpg"
        wanted.duration = 45
        wanted.authors = ["Ada Vogel"]
        wanted.language = "en-GB"
        wanted.launchURL = "https://skeleton.example/play/1"
        wanted.modifiedAt = Timestamp.date("2025-03-01T08:00:00Z")
        wanted.subjects = ["Safety"]
        wanted.contentType = .video
        wanted.providerType = "video"
        #expect(try await RecordedPage().course("s-1") == .success(wanted))
    }

    @Test("What is optional may be missing")
    func bare() async throws {
        var wanted = LearningObject()
        wanted.externalID = "s-2"
        wanted.name = "Only what is needed"
        wanted.launchURL = "https://skeleton.example/play/2"
        wanted.providerType = "course"
        #expect(try await RecordedPage().course("s-2") == .success(wanted))
    }

    @Test(
        "An item that cannot be taken is refused with its reason",
        arguments: [
            ("s-3", "no title"),
            ("s-4", "the kind quiz is not taken; \(ItemKind.names) are"),
        ])
    func refused(id: String, reason: String) async throws {
        #expect(try await RecordedPage().course(id) == .failure(.item(reason)))
    }

    @Test("A page says where the next one begins, how many items there are, and which rows cannot be read")
    func page() async throws {
        let page = try await RecordedPage().page
        #expect(page.rows == 5)
        //? cursor
        #expect(page.next.flatMap(CursorPaging.init)?.cursor == "after-5")
        //? end
        //? offset
        #expect(page.next.flatMap(OffsetPaging.init)?.offset == 5)
        //? end
        //? page
        #expect(page.next.flatMap(PagePaging.init)?.page == 2)
        //? end
        #expect(page.total == 140)
        #expect(!page.isLast)
        #expect(page.refused == [RefusedItem(id: nil, reason: "row 5: no id")])
    }
}

/// `Fixtures/page.json`, as the provider reads it.
private struct RecordedPage {
    //? header
    private static let settings = Settings(
        texts: ["url": "https://skeleton.example"], secrets: ["api_key": Secret("a key")])
    //? else
    private static let settings = Settings(texts: ["url": "https://skeleton.example"])
    //? end

    var page: CatalogPage {
        get async throws {
            let file = URL(filePath: #filePath).deletingLastPathComponent()
                .deletingLastPathComponent().appending(path: "Fixtures/page.json")
            let service = RecordedService(["/v1/items": [try String(contentsOf: file, encoding: .utf8)]])
            let connection = Connection(settings: Self.settings, client: service)
            let answer = try await SkeletonProvider().page(PageRequest(), of: connection)
            guard case .page(let page) = answer else { throw Failure.fatal("there is no page") }
            return page
        }
    }

    func course(_ id: String) async throws -> Result<LearningObject, Failure> {
        let provider = SkeletonProvider()
        let item = try #require(try await page.items.first { $0.id == id })
        do throws(Failure) {
            let document = try provider.document(of: item, settings: Self.settings)
            return .success(try provider.mapping(Self.settings).learningObject(from: document))
        } catch {
            return .failure(error)
        }
    }
}
