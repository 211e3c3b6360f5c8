import ConnectorKit
import Synchronization

/// A provider without a network: its pages are a script.
struct ScriptedProvider: CatalogProvider {
    typealias Script =
        @Sendable (_ checkpoint: Checkpoint?, _ call: Int) async throws(Failure) -> CatalogAnswer

    let script: Script
    var paged = Paging.cursor
    /// How a name is made; the tests of `explain` change it.
    var nameRule = FieldRule(.name, from: ["title"], "the title") { input, object throws(Failure) in
        object.name = try input.requiredText()
    }
    /// A rule after all others.
    var lastRule: FieldRule?
    let calls = Calls()

    final class Calls: Sendable {
        private let checkpoints = Mutex<[String]>([])

        func add(_ checkpoint: Checkpoint?) -> Int {
            checkpoints.withLock {
                $0.append(checkpoint?.text ?? "first")
                return $0.count
            }
        }
        var all: [String] { checkpoints.withLock { $0 } }
    }

    let descriptor = ProviderDescriptor(
        id: "demo", displayName: "Demo", summary: "Scripted content.", settings: [],
        filters: FilterVocabulary(contentTypes: ["course", "video"]),
        schedule: DefaultSchedule(catalog: "07:40"))

    func mapping(_ settings: Settings) -> Mapping {
        let rules = [
            FieldRule(.externalID, from: ["id"], "the id") { input, object throws(Failure) in
                object.externalID = try input.requiredNumericID()
            },
            nameRule,
            FieldRule(.description, from: ["text"], "cleaned HTML") { input, object throws(Failure) in
                object.description = try input.text()
            },
            FieldRule(.language, from: ["lang"], "as it is") { input, object throws(Failure) in
                object.language = try input.language()
            },
            FieldRule(.providerType, from: ["type"], "as it is") { input, object throws(Failure) in
                object.providerType = try input.text() ?? "course"
            },
        ]
        return Mapping(version: 1, rules: rules + [lastRule].compactMap(\.self), settings: settings)
    }

    func paging(_ settings: Settings) -> Paging { paged }

    func page(_ request: PageRequest, of connection: Connection) async throws(Failure) -> CatalogAnswer {
        try await script(request.checkpoint, calls.add(request.checkpoint))
    }

    func document(of item: RawItem, settings: Settings) throws(Failure) -> SourceDocument {
        do throws(JSONFault) {
            return try SourceDocument(json: item.bytes, paths: JSONPaths(mapping(settings).paths))
        } catch {
            throw .item("\(error)")
        }
    }

    func verify(_ capability: Capability, of connection: Connection) async throws(Failure) {}

    /// A page of items `ids`, named `Item 1` and so on.
    static func page(
        _ ids: [Int], next: String? = nil, total: Int?, rows: Int? = nil, json: (Int) -> String = item
    ) -> CatalogAnswer {
        let items = ids.map { id in
            let text = json(id)
            var digest: UInt64 = 5_381
            for byte in text.utf8 { digest = digest &* 33 &+ UInt64(byte) }
            return RawItem(id: String(id), digest: digest, bytes: ArraySlice(text.utf8))
        }
        return .page(
            CatalogPage(
                items: items, rows: rows ?? ids.count, next: next.map { Checkpoint($0) }, total: total,
                isLast: next == nil))
    }

    static func item(_ id: Int) -> String { item(id, language: id % 2 == 0 ? "en" : "fr") }

    static func item(_ id: Int, language: String) -> String {
        #"{"id":\#(id),"title":"Item \#(id)","lang":"\#(language)","type":"course"}"#
    }
}
