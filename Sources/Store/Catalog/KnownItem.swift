import Model

/// What the store has of an item.
struct KnownItem {
    let row: Int64
    let digest: Int64
    let state: Int64
    let published: Bool

    private init(_ row: Row) {
        self.row = row[0]
        digest = row[1]
        state = row[2]
        published = row[3]
    }

    /// What is known of the items with some external ids, in their order; nil for those that are not stored.
    static func find(_ ids: [String], of connection: ConnectionID, _ db: Session) throws -> [KnownItem?] {
        var known: [KnownItem?] = []
        known.reserveCapacity(ids.count)
        try db.find(
            "i.id, i.digest, i.state, i.published", in: "item i", by: ["i.connection", "i.external_id"], ids
        ) {
            try $1(connection.row, $0)
        } found: {
            known.append($1.map { KnownItem($0) })
        }
        return known
    }
}
