import Model

/// What the store has of an item.
struct KnownItem {
    let row: Int64
    let digest: Int64
    let state: Int64
    let published: Bool

    private init(_ row: Row, from first: Int = 0) {
        self.row = row[first]
        digest = row[first + 1]
        state = row[first + 2]
        published = row[first + 3]
    }

    /// What is known of the items with some external ids, in their order; nil for those that are not stored.
    static func find(_ ids: [String], of connection: ConnectionID, _ db: Session) throws -> [KnownItem?] {
        var known: [KnownItem?] = []
        guard db.sql.looksUpByLists else {
            known.reserveCapacity(ids.count)
            try db.each(
                "SELECT id, digest, state, published FROM item WHERE connection = ? AND external_id = ?", ids
            ) {
                try $1(connection.row, $0)
            } found: {
                known.append($1.map { KnownItem($0) })
            }
            return known
        }
        known = [KnownItem?](repeating: nil, count: ids.count)
        for row in try db.rows(
            """
            SELECT n.number, i.id, i.digest, i.state, i.published
            FROM \(db.sql.numbered(":ids", as: "n"))
                JOIN item i ON i.connection = :connection AND i.external_id = n.value
            """, ["connection": connection.row, "ids": ids])
        {
            known[(row[0] as Int) - 1] = KnownItem(row, from: 1)
        }
        return known
    }
}
