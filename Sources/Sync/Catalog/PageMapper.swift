import ConnectorKit
import Markup
import Store

/// Makes learning objects of raw items, by the provider's table; the host cleans every description.
struct PageMapper: Sendable {
    let provider: any CatalogProvider
    let settings: Settings
    let mapping: Mapping

    /// What became of the items of a page.
    struct Outcome: Sendable {
        var mapped: [MappedItem] = []
        var refused: [RefusedItem] = []
    }

    func map(_ items: [RawItem]) -> Outcome {
        var outcome = Outcome()
        outcome.mapped.reserveCapacity(items.count)
        for item in items {
            do throws(Failure) {
                let document = try provider.document(of: item, settings: settings)
                var object = try mapping.learningObject(from: document)
                try object.checkSize()
                let description = object.description.map(cleanHTML)
                object.description = description.flatMap { $0.isEmpty ? nil : $0 }
                outcome.mapped.append(MappedItem(raw: item, object: object))
            } catch {
                outcome.refused.append(RefusedItem(id: item.id, reason: error.message))
            }
        }
        return outcome
    }
}
