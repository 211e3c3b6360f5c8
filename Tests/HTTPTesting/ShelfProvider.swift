package import ConnectorKit
import Foundation
import Synchronization

/// What a ``ShelfProvider`` has at present.
package final class Shelf: Sendable {
    private let state: Mutex<[String]>

    init(_ items: [String]) { state = Mutex(items) }

    package var items: [String] {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }
}

/// A provider whose whole catalog is a constant, unless a test changes its shelf: what the API makes of it can be
/// written down.
package struct ShelfProvider: CatalogProvider, StatsProvider, PushProvider {
    package static let items = [
        #"{"id":1,"title":"Leading teams","lang":"en","type":"course","by":"Acme","topics":["Leadership"]}"#,
        #"{"id":2,"title":"Sécurité au travail","lang":"fr","type":"video","by":"Acme","topics":["Safety"]}"#,
        #"{"id":3,"title":"Safety first","lang":"en-US","type":"video","by":"Zenith","topics":["Safety"]}"#,
        #"{"id":4,"title":"Budgets","text":"<p>Safety of numbers</p>","lang":"en","type":"course"}"#,
        #"{"id":5,"title":"Feedback","lang":"en","type":"course","by":"Zenith","topics":["Leadership","Safety"]}"#,
        #"{"id":6,"title":"Old rules","lang":"en","type":"course","ends":"2031-01-01T00:00:00Z"}"#,
        #"{"id":7,"lang":"en","type":"course"}"#,
    ]

    private let id: String
    package let shelf: Shelf
    private let settings: [Setting]

    package static let settings = [
        Setting("shop", .url, default: "https://shelf.example", help: "Where it is."),
        Setting("rows", .integer(1...100), default: "10", help: "How many at once."),
        Setting("note", .text, help: "A note."),
        Setting("key", .text, secret: true, help: "Its key."),
    ]

    /// - Parameter id: its learners are those of a host of this name, unless it is the usual one.
    package init(
        id: String = "shelf", items: [String] = ShelfProvider.items,
        settings: [Setting] = ShelfProvider.settings
    ) {
        self.id = id
        shelf = Shelf(items)
        self.settings = settings
    }

    package var descriptor: ProviderDescriptor {
        ProviderDescriptor(
            id: id, displayName: "Shelf", summary: "Seven items.", settings: settings,
            filters: FilterVocabulary(
                contentTypes: ["course", "video"],
                others: [Vocabulary("subject", of: .subjects, help: "What it is about.")]),
            schedule: DefaultSchedule(catalog: "07:40", stats: "08:00"), quirks: ["Nothing ever changes."],
            translations: ["de": Self.german])
    }

    /// It leaves `size` to the declaration.
    private static let german = Array(
        #"""
        {"summary": "Sieben Einträge.", "quirk.1": "Hier ändert sich nie etwas.",
         "setting.portal": "Wo es ist.", "setting.portal.label": "Portal-Adresse"}
        """#.utf8)

    package func mapping(_ settings: Settings) -> Mapping {
        Mapping(
            version: 1,
            rules: [
                FieldRule(.externalID, from: ["id"], "the id") { input, object throws(Failure) in
                    object.externalID = try input.requiredNumericID()
                    object.launchURL = "https://shelf.example/play/" + object.externalID
                },
                FieldRule(.name, from: ["title"], "the title") { input, object throws(Failure) in
                    object.name = try input.requiredText()
                },
                FieldRule(.description, from: ["text"], "cleaned HTML") { input, object throws(Failure) in
                    object.description = try input.text()
                },
                FieldRule(.language, from: ["lang"], "as it is") { input, object throws(Failure) in
                    object.language = try input.language()
                },
                FieldRule(.providerType, from: ["type"], "as it is") { input, object throws(Failure) in
                    object.providerType = try input.text() ?? "course"
                },
                FieldRule(.publisher, from: ["by"], "as it is") { input, object throws(Failure) in
                    object.publisher = try input.text()
                },
                FieldRule(.subjects, from: ["topics[]"], "as they are") { input, object throws(Failure) in
                    object.subjects = try input.texts()
                },
                FieldRule(.retiresAt, from: ["ends"], "the end") { input, object throws(Failure) in
                    object.retiresAt = try input.time()
                },
            ], settings: settings)
    }

    package func paging(_ settings: Settings) -> ConnectorKit.Paging { .cursor }

    package func page(_ request: PageRequest, of connection: Connection) async throws(Failure)
        -> CatalogAnswer
    {
        let items = shelf.items.enumerated().map { index, text in
            RawItem(id: String(index + 1), digest: UInt64(index + 1), bytes: ArraySlice(text.utf8))
        }
        return .page(
            CatalogPage(items: items, rows: items.count, next: nil, total: items.count, isLast: true))
    }

    package func document(of item: RawItem, settings: Settings) throws(Failure) -> SourceDocument {
        do throws(JSONFault) {
            return try SourceDocument(json: item.bytes, paths: JSONPaths(mapping(settings).paths))
        } catch {
            throw .item("\(error)")
        }
    }

    package func verify(_ capability: Capability, of connection: Connection) async throws(Failure) {
        let secrets = connection.settings.secretNames.compactMap { connection.settings.secret($0)?.reveal() }
        if secrets.contains("wrong") { throw .credentials("the shelf does not know \"wrong\"") }
    }

    /// One learner completed item 1, another is at it, and a third completed item 5.
    package func enrolments(_ request: EnrolmentRequest, of connection: Connection) async throws(Failure)
        -> EnrolmentAnswer
    {
        let begun = Date(timeIntervalSince1970: 1_790_000_000)
        func enrolment(_ id: String, _ content: String, _ account: String, _ status: Enrolment.Status)
            -> Enrolment
        {
            Enrolment(
                id: id, contentID: content, account: account, status: status, createdAt: begun,
                updatedAt: begun.addingTimeInterval(3_600), passed: status == .completed ? true : nil)
        }
        let enrolments = [
            enrolment("e1", "1", "ann", .completed), enrolment("e2", "1", "bob", .inProgress),
            enrolment("e3", "5", "ann", .completed),
        ]
        return .page(EnrolmentPage(enrolments: enrolments, rows: 3, total: 3, next: nil, mark: nil))
    }

    package func learners(_ accounts: [String], of connection: Connection) async throws(Failure)
        -> [LearnerAccount]
    {
        let domain = id == "shelf" ? "example.com" : "\(id).example"
        return accounts.map { LearnerAccount(id: $0, email: "\($0)@\(domain)") }
    }
}

/// What is pushed: new is what is called so, and nothing is kept.
extension ShelfProvider {
    package var unsupportedFields: [PushedContent.Field: String] { [:] }

    package func plan(_ content: PushedContent, of connection: Connection) async throws(Failure) -> PushPlan {
        if content.title == "Down" { throw .credentials("the shelf does not know us") }
        return content.title == "New"
            ? PushPlan(.create, steps: ["put it there"], basis: "") : PushPlan(.unchanged, basis: "")
    }

    package func apply(_ plan: PushPlan?, to content: PushedContent, of connection: Connection)
        async throws(Failure) -> PushResult?
    { PushResult(content.title == "New" ? .created : .unchanged) }

    package func plan(_ completion: PushedCompletion, of connection: Connection) async throws(Failure)
        -> PushPlan
    {
        PushPlan(.complete, basis: "")
    }

    package func apply(_ plan: PushPlan?, to completion: PushedCompletion, of connection: Connection)
        async throws(Failure) -> PushResult?
    { PushResult(.completed) }
}
