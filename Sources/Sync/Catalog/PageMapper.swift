import ConnectorKit
import Dispatch
import Model
import Store
import Synchronization

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
        let objects = items.map { item -> Result<LearningObject, Failure> in
            do throws(Failure) {
                let object = try mapping.learningObject(
                    from: try provider.document(of: item, settings: settings))
                try object.checkSize()
                return .success(object)
            } catch { return .failure(error) }
        }
        var outcome = Outcome()
        outcome.mapped.reserveCapacity(items.count)
        for (item, result) in zip(items, cleaned(objects)) {
            switch result {
            case .success(let clean):
                outcome.mapped.append(MappedItem(raw: item, object: clean.object))
                if let remark = clean.remark { outcome.remarks.append("\(item.id): \(remark)") }
            case .failure(let failure):
                outcome.refused.append(RefusedItem(id: item.id.asRefusedID, reason: failure.message))
            }
        }
        return outcome
    }

    private typealias Cleaned = Result<(object: LearningObject, remark: String?), Failure>

    /// Cleans objects in two halves at once: it is as much work as all the mapping, and none of the provider's code.
    private func cleaned(_ objects: [Result<LearningObject, Failure>]) -> [Cleaned] {
        @Sendable func clean(_ object: Result<LearningObject, Failure>) -> Cleaned {
            object.flatMap { object in Result { () throws(Failure) in try object.cleaned() } }
        }
        guard objects.count > 31 else { return objects.map(clean) }
        let halves = [objects[..<(objects.count / 2)], objects[(objects.count / 2)...]]
        let results = Mutex<[[Cleaned]]>([[], []])
        DispatchQueue.concurrentPerform(iterations: halves.count) { half in
            let cleaned = halves[half].map(clean)
            results.withLock { $0[half] = cleaned }
        }
        return results.withLock { $0.flatMap(\.self) }
    }
}

extension String {
    /// The id as a record of a refused item can show it: no course has an id that this changes.
    fileprivate var asRefusedID: String {
        guard ExternalID.problem(with: self) != nil else { return self }
        return String(decoding: withoutControls.utf8.prefix(200), as: UTF8.self) + "…"
    }
}
