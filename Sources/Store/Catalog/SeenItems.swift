import BitCollections
import Synchronization

/// The items that a pass has met: a bit for each row of the store.
final class SeenItems: Sendable {
    private let rows: Mutex<BitSet>

    init(_ rows: BitSet = []) { self.rows = Mutex(rows) }

    var all: BitSet { rows.withLock { $0 } }

    func insert(_ rows: [Int64]) {
        self.rows.withLock { seen in
            for row in rows { seen.insert(Int(row)) }
        }
    }
}
