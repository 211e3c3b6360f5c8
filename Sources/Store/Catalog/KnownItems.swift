package import ConnectorKit
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

    init(_ items: [RawItem], of connection: ConnectionID, _ db: Session) throws {
        var rows: [Int64] = []
        var withdrawn: [Int64] = []
        var outdated: [Int64] = []
        var changed: [RawItem] = []
        for (item, found) in zip(items, try KnownItem.find(items.map(\.id), of: connection, db)) {
            guard let found, found.digest == Int64(bitPattern: item.digest) else {
                changed.append(item)
                if let found { outdated.append(found.row) }
                continue
            }
            rows.append(found.row)
            if found.state != ItemState.offered.rawValue, found.published { withdrawn.append(found.row) }
        }
        self.rows = rows
        self.withdrawn = withdrawn
        self.outdated = outdated
        self.changed = changed
    }
}
