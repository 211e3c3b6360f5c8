import BitCollections
import Synchronization

/// The items that a pass has met: a bit for each row of the store.
final class SeenItems: Sendable {
    private let rows: Mutex<BitSet>

    init(_ rows: BitSet = []) { self.rows = Mutex(rows) }

    var all: BitSet { rows.withLock { $0 } }

    func insert(_ rows: [Int64]) {
        self.rows.withLock { seen in
            for row in rows where Self.mayBe(row) { seen.insert(Int(row)) }
        }
    }

    /// Whether a number can be that of an item: others are of a damaged file, and a bit for them would be more than
    /// memory has.
    static func mayBe(_ row: Int64) -> Bool { row >= 0 && row < 1 << 32 }
}
