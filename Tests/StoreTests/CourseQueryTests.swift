import Model
import ConnectorKit
import Foundation
import Store
import Testing

@Suite struct CourseQueryTests {
    private func fixture() async throws -> StoreFixture {
        let fixture = try await StoreFixture()
        var first = object("10", name: "Sécurité au travail", language: "fr", type: "video")
        first.subjects = ["Health & Safety"]
        var second = object("9", name: "Negotiating contracts", language: "en-US")
        second.description = "How to stay calm"
        second.authors = ["Ada Byron"]
        second.publisher = "Blue Ridge"
        try await fixture.list([first, second, object("11", name: "Archived one", language: nil)])
        _ = try await fixture.store.setManualArchive(
            true,
            course: try #require(try await fixture.courses().first { $0.content.externalID == "11" }).id,
            group: "sales")
        return fixture
    }

    static let searches: [(String, [String])] = [
        ("securite", ["10"]), ("SÉCURITÉ travail", ["10"]), ("sécu", ["10"]), ("safety", ["10"]),
        ("negotiat", ["9"]), ("negotiates", []), ("calm", ["9"]), ("byron ada", ["9"]), ("blue", ["9"]),
        ("travail calm", []), ("\"", []), ("health AND", []), ("a*b\" OR name:", []), ("archived", []),
    ]

    @Test(
        "Search looks at name, description, subjects, authors and publisher; beginnings match, accents and case do not count",
        arguments: searches)
    func search(_ text: String, _ expected: [String]) async throws {
        let fixture = try await fixture()
        defer { fixture.remove() }
        let found = try await fixture.courses { $0.search = text }
        #expect(found.map(\.content.externalID) == expected)
    }

    @Test("The search index follows a changed item")
    func searchFollows() async throws {
        let fixture = try await fixture()
        defer { fixture.remove() }
        #expect(try await fixture.courses { $0.search = "contracts" }.count == 1)
        try await fixture.list([object("9", name: "Negotiating leases")], total: 9)
        #expect(try await fixture.courses { $0.search = "contracts" }.isEmpty)
        #expect(try await fixture.courses { $0.search = "leases" }.count == 1)
    }

    @Test("Courses come in order of external id, without archived ones unless asked for")
    func order() async throws {
        let fixture = try await fixture()
        defer { fixture.remove() }
        #expect(
            try await fixture.courses { $0.archived = .any }.map(\.content.externalID) == ["10", "11", "9"])
        #expect(try await fixture.courses { _ in }.map(\.content.externalID) == ["10", "9"])
        #expect(try await fixture.courses { $0.archived = .yes }.map(\.content.externalID) == ["11"])
    }

    @Test("Languages match as RFC 4647 ranges, types as the provider's own")
    func narrowing() async throws {
        let fixture = try await fixture()
        defer { fixture.remove() }
        let english = try #require(LanguageTag("en"))
        let french = try #require(LanguageTag("FR"))
        #expect(try await fixture.courses { $0.languages = [english] }.map(\.content.externalID) == ["9"])
        #expect(try await fixture.courses { $0.languages = [english, french] }.count == 2)
        #expect(try await fixture.courses { $0.types = ["video"] }.map(\.content.externalID) == ["10"])
    }

    @Test("A course is read back as it was mapped")
    func roundTrip() async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        var whole = object("1", name: "Everything", language: "pt-BR", type: "audio")
        whole.description = "<p>Olá</p>"
        whole.image = "https://img.example/1.png"
        whole.duration = 45
        whole.authors = ["One", "Two"]
        whole.publisher = "House"
        whole.modifiedAt = Date(timeIntervalSince1970: 1_700_000_000.25)
        whole.subjects = ["A", "B"]
        whole.contentType = .audiobook
        whole.retiresAt = Date(timeIntervalSince1970: 1_900_000_000)
        try await fixture.list([whole])
        #expect(try await fixture.courses().first?.content == whole)
    }
}
