import ConnectorKit
import Markup
import Store

/// Makes learning objects of raw items, by the provider's table; the host cleans every description.
struct PageMapper: Sendable {
    private let provider: any CatalogProvider
    private let settings: Settings
    private let mapping: Mapping

    init(provider: any CatalogProvider, settings: Settings) {
        self.provider = provider
        self.settings = settings
        mapping = provider.mapping(settings)
    }

    func map(_ items: [RawItem]) -> (mapped: [MappedItem], refused: [RefusedItem]) {
        var mapped: [MappedItem] = []
        var refused: [RefusedItem] = []
        mapped.reserveCapacity(items.count)
        for item in items {
            do throws(Failure) {
                let document = try provider.document(of: item, settings: settings)
                var object = try mapping.learningObject(from: document)
                let description = object.description.map(cleanHTML)
                object.description = description.flatMap { $0.isEmpty ? nil : $0 }
                mapped.append(MappedItem(raw: item, object: object))
            } catch {
                refused.append(RefusedItem(id: item.id, reason: error.message))
            }
        }
        return (mapped, refused)
    }
}
