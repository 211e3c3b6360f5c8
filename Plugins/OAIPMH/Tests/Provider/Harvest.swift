import ConnectorKit
import Testing

@testable import OAIPMH

/// A complete listing, read like the host reads it.
struct Harvest: Sendable {
    var items: [RawItem] = []
    var deleted: [String] = []
    var refused: [RefusedItem] = []
    var rows = 0
    var pages = 0
    var total: Int?
    var scopes: Set<CatalogPage.Scope> = []
    var mark: Checkpoint?
    var remarks: [String] = []

    init(since: Checkpoint? = nil, of connection: Connection) async throws {
        var request = PageRequest(since: since)
        while true {
            let page: CatalogPage
            switch try await oai.page(request, of: connection) {
            case .page(let found): page = found
            case .checkpointRefused(let reason): throw Failure.fatal("the checkpoint was refused: \(reason)")
            case .unchanged: throw Failure.fatal("unchanged")
            }
            items += page.items
            deleted += page.deleted
            refused += page.refused
            rows += page.rows
            pages += 1
            remarks += page.remarks
            total = page.total ?? total
            scopes.insert(page.scope)
            if page.isLast {
                mark = page.mark
                return
            }
            #expect(page.mark == nil)
            request = PageRequest(after: page.next)
        }
    }

    var ids: [String] { items.map(\.id) }

    /// The result of mapping each item.
    func courses(_ settings: Settings) -> [String: Result<LearningObject, Failure>] {
        let mapping = oai.mapping(settings)
        var courses: [String: Result<LearningObject, Failure>] = [:]
        for item in items {
            do throws(Failure) {
                let document = try oai.document(of: item, settings: settings)
                courses[item.id] = .success(try mapping.learningObject(from: document))
            } catch {
                courses[item.id] = .failure(error)
            }
        }
        return courses
    }
}

let oai = OAIPMHProvider()

/// The settings of a connection, as the host passes them.
func settings(_ more: [String: String] = [:]) -> Settings {
    var texts = ["url": "https://repository.example.edu/oai", "metadata_prefix": "oai_dc"]
    texts.merge(more) { $1 }
    let password = texts.removeValue(forKey: "password")
    return Settings(texts: texts, secrets: password.map { ["password": Secret($0)] } ?? [:])
}
