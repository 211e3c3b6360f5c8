import ConnectorKit
import Model
import Store

/// Makes learning objects of raw items, by the provider's table; the host cleans every text.
struct PageMapper: Sendable {
    let provider: any CatalogProvider
    let settings: Settings
    let mapping: Mapping

    /// What became of the items of a page.
    struct Outcome: Sendable {
        var mapped: [MappedItem] = []
        var refused: [RefusedItem] = []
        /// What was removed from items that are mapped all the same.
        var remarks: [String] = []
    }

    func map(_ items: [RawItem]) -> Outcome {
        var outcome = Outcome()
        outcome.mapped.reserveCapacity(items.count)
        for item in items {
            do throws(Failure) {
                let document = try provider.document(of: item, settings: settings)
                let object = try mapping.learningObject(from: document)
                try object.checkSize()
                let clean = try object.cleaned()
                outcome.mapped.append(MappedItem(raw: item, object: clean.object))
                if let remark = clean.remark { outcome.remarks.append("\(item.id): \(remark)") }
            } catch {
                outcome.refused.append(RefusedItem(id: item.id.asRefusedID, reason: error.message))
            }
        }
        return outcome
    }
}

extension String {
    /// The id as a record of a refused item can show it: no course has an id that this changes.
    fileprivate var asRefusedID: String {
        guard ExternalID.problem(with: self) != nil else { return self }
        return String(decoding: withoutControls.utf8.prefix(200), as: UTF8.self) + "…"
    }
}
