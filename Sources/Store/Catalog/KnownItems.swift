package import ConnectorKit
import GRDB
import Model

/// What the store already knows of a page's items.
package struct KnownItems: Sendable {
    /// The rows of the items that are as they were.
    let rows: [Int64]
    /// Those of them that had been withdrawn, and are offered again.
    let withdrawn: [Int64]
    /// The rows of the items that are stored and changed.
    let outdated: [Int64]
    /// New or changed since they were last stored.
    package let changed: [RawItem]

    /// Items that are as they were.
    init(unchanged rows: [Int64]) {
        self.rows = rows
        withdrawn = []
        outdated = []
        changed = []
    }

    init(_ items: [RawItem], of connection: ConnectionID, _ db: Database) throws {
        let statement = try RawStatement(
            "SELECT id, digest, state, published FROM item WHERE connection = ? AND external_id = ?", db)
        var rows: [Int64] = []
        var withdrawn: [Int64] = []
        var outdated: [Int64] = []
        var changed: [RawItem] = []
        for item in items {
            statement.reset()
            try statement.bind(connection.row, at: 1)
            try statement.bind(item.id, at: 2)
            guard try statement.step() else {
                changed.append(item)
                continue
            }
            let row = statement.integer(0)
            guard statement.integer(1) == Int64(bitPattern: item.digest) else {
                changed.append(item)
                outdated.append(row)
                continue
            }
            rows.append(row)
            if statement.integer(2) != ItemState.offered.rawValue, statement.integer(3) != 0 {
                withdrawn.append(row)
            }
        }
        statement.reset()
        self.rows = rows
        self.withdrawn = withdrawn
        self.outdated = outdated
        self.changed = changed
    }
}
