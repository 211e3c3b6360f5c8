package import Model

/// Two groups that receive the same active courses of a provider.
package struct Overlap: Sendable, Equatable {
    package let provider: String
    /// The two group ids, in order.
    package let groups: [String]
    /// How many courses both receive.
    package let count: Int
    /// Their external ids, in order: all of them, or as many as were asked for.
    package var externalIDs: [String] = []
}

extension Store {
    /// The courses that more than one group receives, by pair of groups: archived courses do not count,
    /// and a connection of its own does not make another course of the same external id.
    ///
    /// - Parameters:
    ///   - groups: only pairs of these groups; empty: of all.
    ///   - offset: how many pairs to leave out.
    ///   - limit: how many pairs at most; nil for all.
    ///   - ids: how many external ids of each pair at most; nil for all.
    /// - Returns: the pairs, and whether there are more.
    package func overlaps(
        of groups: [String] = [], offset: Int = 0, limit: Int? = nil, ids: Int? = nil
    ) async throws(StoreError) -> (pairs: [Overlap], hasMore: Bool) {
        let wanted = Set(groups)
        let found = try await read { db in
            let (all, stale) = try SharedCourses.current(db)
            let pairs = all.filter {
                groups.isEmpty || wanted.contains($0.one.group) && wanted.contains($0.other.group)
            }.sorted { $0.order < $1.order }
            let page = pairs.dropFirst(offset).prefix(limit ?? .max)
            let overlaps = try page.map { pair in
                Overlap(
                    provider: pair.one.provider, groups: [pair.one.group, pair.other.group],
                    count: pair.count, externalIDs: ids == 0 ? [] : try pair.externalIDs(ids, db))
            }
            return (overlaps: overlaps, hasMore: page.endIndex < pairs.endIndex, stale: stale)
        }
        await keep(found.stale)
        return (found.overlaps, found.hasMore)
    }

    /// How many active courses each other group receives that a deployment has too, by group.
    package func overlaps(of deployment: Deployment) async throws(StoreError) -> [String: Int] {
        let found = try await read { db in
            let (pairs, stale) = try SharedCourses.current(db)
            var counts: [String: Int] = [:]
            for pair in pairs {
                if pair.one.id == deployment.id.row { counts[pair.other.group] = pair.count }
                if pair.other.id == deployment.id.row { counts[pair.one.group] = pair.count }
            }
            return (counts: counts, stale: stale)
        }
        await keep(found.stale)
        return found.counts
    }

    /// Whoever asks next has it from there; if it cannot be kept, it is counted again.
    private func keep(_ stale: [ProviderOverlaps]) async {
        guard !stale.isEmpty else { return }
        _ = try? await writeIfFree { db in for one in stale { try one.keep(db) } }
    }
}

/// What the deployments of one provider share, as of the changes of their courses.
private struct ProviderOverlaps: Sendable {
    let provider: String
    let places: [SharedCourses.Place]
    var pairs: [SharedCourses] = []

    /// Another text after every change of what is shared.
    var mark: String { places.map { "\($0.id).\($0.changes)" }.joined(separator: " ") }

    private var key: String { "overlaps of \(provider)" }

    /// What was kept; nil if courses have changed since.
    func kept(_ db: Session) throws -> [SharedCourses]? {
        let mark = try db.value(String.self, "SELECT value FROM meta WHERE key = ?", [key])
        guard mark == self.mark else { return nil }
        let known = Dictionary(uniqueKeysWithValues: places.map { ($0.id, $0) })
        return try db.rows("SELECT one, other, courses FROM overlap WHERE provider = ?", [provider])
            .compactMap { row in
                guard let one = known[row[0]], let other = known[row[1]] else { return nil }
                return SharedCourses(one: one, other: other, count: row[2])
            }
    }

    /// Keeps what was found, unless courses have changed since.
    func keep(_ db: Session) throws {
        guard try SharedCourses.providers(db).contains(where: { $0.mark == mark }) else { return }
        try db.run("DELETE FROM overlap WHERE provider = ?", [provider])
        try db.each("INSERT INTO overlap (provider, one, other, courses) VALUES (?, ?, ?, ?)", pairs) {
            try $1(provider, $0.one.id, $0.other.id, $0.count)
        }
        try db.run(
            "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            [key, mark])
    }
}

/// What two deployments of a provider share.
private struct SharedCourses: Sendable {
    struct Place: Sendable {
        let id: Int64
        let group: String
        let provider: String
        let connection: Int64
        /// Another number after every change of the deployment's courses.
        let changes: Int64
    }

    let one: Place
    let other: Place
    let count: Int

    var order: (String, String, String) { (one.group, other.group, one.provider) }

    /// All pairs, and what was counted anew.
    static func current(_ db: Session) throws -> (pairs: [SharedCourses], stale: [ProviderOverlaps]) {
        var pairs: [SharedCourses] = []
        var stale: [ProviderOverlaps] = []
        for var provider in try providers(db) {
            if let kept = try provider.kept(db) {
                pairs += kept
            } else {
                provider.pairs = try all(of: provider.places, db)
                pairs += provider.pairs
                stale.append(provider)
            }
        }
        return (pairs, stale)
    }

    /// The deployments that have active courses, by provider, each in the order of the groups.
    static func providers(_ db: Session) throws -> [ProviderOverlaps] {
        let places = try db.rows(
            "SELECT id, group_id, provider, connection, changes FROM deployment WHERE active > 0"
        ).map {
            Place(id: $0[0], group: $0[1], provider: $0[2], connection: $0[3], changes: $0[4])
        }
        return Dictionary(grouping: places.sorted { $0.group < $1.group }, by: \.provider)
            .filter { $0.value.count > 1 }.map { ProviderOverlaps(provider: $0.key, places: $0.value) }
    }

    /// The pairs that share any course.
    ///
    /// Items that are in the same deployments count together, so that what is counted pair by pair is few.
    static func all(of places: [Place], _ db: Session) throws -> [SharedCourses] {
        let connections = Set(places.map(\.connection))
        // What belongs together within one connection is in the index; between connections, external ids are compared.
        let item = connections.count > 1 ? "i.external_id" : "c.item"
        let source =
            connections.count > 1
            ? "item i \(db.sql.inThisOrder) course c ON c.item = i.id" : "course c"
        let condition =
            connections.count > 1
            ? "i.connection IN (\(connections.map(String.init).joined(separator: ", ")))" : "true"
        let numbers = Dictionary(uniqueKeysWithValues: places.enumerated().map { ($0.element.id, $0.offset) })
        var counts = [Int](repeating: 0, count: places.count * places.count)
        try db.forEach(
            """
            SELECT places, count(*) FROM (
                SELECT \(db.sql.lines("c.deployment")) AS places FROM \(source)
                WHERE c.reasons = 0 AND \(condition)
                GROUP BY \(item) HAVING count(*) > 1) s
            GROUP BY places
            """, once: true
        ) { row in
            let found = TextList.decode(row[0]).compactMap { Int64($0).flatMap { numbers[$0] } }.sorted()
            for (index, one) in found.enumerated() {
                for other in found[(index + 1)...] { counts[one * places.count + other] += row[1] }
            }
        }
        return counts.enumerated().filter { $0.element > 0 }.map {
            SharedCourses(
                one: places[$0.offset / places.count], other: places[$0.offset % places.count],
                count: $0.element)
        }
    }

    /// - Parameter limit: how many at most; nil for all.
    func externalIDs(_ limit: Int?, _ db: Session) throws -> [String] {
        let next = db.sql.inThisOrder
        let shared =
            one.connection == other.connection
            ? """
            FROM course a \(next) course b ON b.deployment = :other AND b.item = a.item AND b.reasons = 0
                \(next) item i ON i.id = a.item
            """
            : """
            FROM course a \(next) item i ON i.id = a.item
                \(next) item j ON j.connection = :connection AND j.external_id = i.external_id
                \(next) course b ON b.deployment = :other AND b.item = j.id AND b.reasons = 0
            """
        return try db.values(
            String.self,
            """
            SELECT external_id FROM (
                SELECT i.external_id \(shared) WHERE a.deployment = :one AND a.reasons = 0 LIMIT :limit) s
            ORDER BY external_id
            """,
            [
                "one": one.id, "other": other.id, "connection": other.connection, "limit": limit ?? Int.max,
            ])
    }
}
