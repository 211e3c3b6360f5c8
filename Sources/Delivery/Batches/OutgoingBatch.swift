import ConnectorKit
import Model
import Store

/// What is sent in one batch, and what it is called in the outbox.
struct OutgoingBatch: Sendable {
    private(set) var items: [DeliveryItem] = []
    private(set) var entries: [BatchItem] = []
    private(set) var bytes = 0

    mutating func add(_ item: DeliveryItem, _ entry: BatchItem) {
        items.append(item)
        entries.append(entry)
        bytes += item.payload.utf8.count
    }

    /// Those of it that are named.
    func only(_ ids: [OutboxID]) -> OutgoingBatch {
        let ids = Set(ids)
        return part(entries.indices.filter { ids.contains(entries[$0].id) })
    }

    /// Two batches in the same order.
    var halves: [OutgoingBatch] {
        let middle = (entries.count + 1) / 2
        return [part(Array(0..<middle)), part(Array(middle..<entries.count))]
    }

    private func part(_ indices: [Int]) -> OutgoingBatch {
        var part = OutgoingBatch()
        for index in indices { part.add(items[index], entries[index]) }
        return part
    }
}
