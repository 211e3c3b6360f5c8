/// Two groups that receive the same active courses of a provider.
package struct Overlap: Sendable, Equatable {
    package let provider: String
    /// The two group ids, in order.
    package let groups: [String]
    /// The external ids both receive, in order.
    package let externalIDs: [String]
}

extension Store {
    /// The courses that more than one group receives, by pair of groups: archived courses do not count,
    /// and a connection of its own does not make another course of the same external id.
    package func overlaps() async throws(StoreError) -> [Overlap] {
        struct Pair: Hashable {
            let provider: String
            let one: String
            let other: String
        }
        return try await read { db in
            var shared: [Pair: [String]] = [:]
            try db.forEach(
                """
                SELECT d.provider, i.external_id, \(db.sql.lines("d.group_id")) AS group_ids
                FROM course c JOIN deployment d ON d.id = c.deployment JOIN item i ON i.id = c.item
                WHERE c.reasons = 0
                GROUP BY d.provider, i.external_id HAVING count(*) > 1
                ORDER BY d.provider, i.external_id
                """
            ) { row in
                let groups = Array(Set(TextList.decode(row["group_ids"]))).sorted()
                for (index, one) in groups.enumerated() {
                    for other in groups[(index + 1)...] {
                        shared[Pair(provider: row["provider"], one: one, other: other), default: []]
                            .append(row["external_id"])
                    }
                }
            }
            return shared.map { Overlap(provider: $0.provider, groups: [$0.one, $0.other], externalIDs: $1) }
                .sorted {
                    ($0.groups[0], $0.groups[1], $0.provider) < ($1.groups[0], $1.groups[1], $1.provider)
                }
        }
    }
}
