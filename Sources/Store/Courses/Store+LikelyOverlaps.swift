/// Active courses of several providers in one group whose titles and languages are alike: likely the same content, but
/// nothing says so for sure (rule C20).
package struct LikelyOverlap: Sendable, Equatable {
    package let group: String
    /// In order of provider and external id.
    package let courses: [Course]

    package struct Course: Sendable, Equatable {
        package let id: Int64
        package let provider: String
        package let externalID: String
        package let name: String
        /// BCP 47.
        package let language: String
    }
}

extension Store {
    /// The likely overlaps, in the order of the groups and titles.
    ///
    /// - Parameters:
    ///   - groups: Only those of these groups; empty: of all.
    ///   - offset: How many to leave out.
    ///   - limit: How many at most; nil for all.
    /// - Returns: The overlaps, and how many there are in all.
    package func likelyOverlaps(
        of groups: [String] = [], offset: Int = 0, limit: Int? = nil
    ) async throws(StoreError) -> (overlaps: [LikelyOverlap], total: Int) {
        let wanted = Set(groups)
        let found = try await read { db in
            var found = (overlaps: [LikelyOverlap](), total: 0, stale: [GroupTitles]())
            for var group in try GroupTitles.all(db) where groups.isEmpty || wanted.contains(group.group) {
                let sets: [[Int64]]
                if let kept = try group.kept(db) {
                    sets = kept
                } else {
                    try group.compare(db)
                    sets = group.sets
                    found.stale.append(group)
                }
                let room = limit.map { max(0, $0 - found.overlaps.count) } ?? .max
                let skipped = min(max(0, offset - found.total), sets.count)
                for set in sets.dropFirst(skipped).prefix(room) {
                    found.overlaps.append(try group.overlap(set, db))
                }
                found.total += sets.count
            }
            return found
        }
        // Whoever asks next has it from there; if it cannot be kept, titles are compared again.
        let stale = found.stale
        if !stale.isEmpty { _ = try? await writeIfFree { db in for group in stale { try group.keep(db) } } }
        return (found.overlaps, found.total)
    }
}

/// The titles of one group that several providers have, as of the changes of its courses and their content.
private struct GroupTitles: Sendable {
    let group: String
    /// Another text after every change of what is compared.
    let mark: String
    /// The ids of courses that are alike.
    private(set) var sets: [[Int64]] = []

    private var key: String { "likely overlaps of \(group)" }

    /// The groups that have active courses of several providers, in order.
    static func all(_ db: Session) throws -> [GroupTitles] {
        let rows = try db.rows(
            """
            SELECT d.group_id, d.id, d.changes, c.revision FROM deployment d JOIN connection c ON c.id = d.connection
            WHERE d.active > 0 ORDER BY d.group_id, d.id
            """
        ).map { (group: $0[0] as String, part: "\($0[1] as Int64).\($0[2] as Int64).\($0[3] as Int64)") }
        return Dictionary(grouping: rows, by: \.group).filter { $0.value.count > 1 }
            .sorted { $0.key < $1.key }
            .map { GroupTitles(group: $0.key, mark: $0.value.map(\.part).joined(separator: " ")) }
    }

    /// What was kept; nil if something has changed since.
    func kept(_ db: Session) throws -> [[Int64]]? {
        guard try db.value(String.self, "SELECT value FROM meta WHERE key = ?", [key]) == mark else {
            return nil
        }
        return try db.values(
            String.self, "SELECT courses FROM likely_overlap WHERE group_id = ? ORDER BY position", [group]
        ).map { TextList.decode($0).compactMap { Int64($0) } }
    }

    /// Finds the courses that are alike, in one pass over the titles.
    mutating func compare(_ db: Session) throws {
        struct Place {
            let course: Int64
            let deployment: Int64
        }
        var first: [AlikeTitle: Place] = [:]
        var alike: [AlikeTitle: (name: String, places: [Place])] = [:]
        try db.forEach(
            """
            SELECT c.id, c.deployment, i.lang, t.name
            FROM course c JOIN deployment d ON d.id = c.deployment JOIN item i ON i.id = c.item
                JOIN item_text t ON t.item = i.id
            WHERE d.group_id = ? AND c.reasons = 0 ORDER BY d.provider, i.external_id
            """, [group]
        ) { row in
            let name: String = row[3]
            guard let title = AlikeTitle(name, language: row[2]) else { return }
            let place = Place(course: row[0], deployment: row[1])
            if let known = first[title] {
                alike[title, default: (name.lowercased(), [known])].places.append(place)
            } else {
                first[title] = place
            }
        }
        sets = alike.values.filter { Set($0.places.map(\.deployment)).count > 1 }
            .sorted { ($0.name, $0.places[0].course) < ($1.name, $1.places[0].course) }
            .map { $0.places.map(\.course) }
    }

    /// Keeps what was found, unless something has changed since.
    func keep(_ db: Session) throws {
        guard try Self.all(db).contains(where: { $0.group == group && $0.mark == mark }) else { return }
        try db.run(
            "DELETE FROM likely_overlap WHERE group_id = ? OR group_id NOT IN (SELECT group_id FROM deployment)",
            [group])
        try db.each(
            "INSERT INTO likely_overlap (group_id, position, courses) VALUES (?, ?, ?)",
            Array(sets.enumerated())
        ) { try $1(group, $0.offset, TextList.encode($0.element.map { String($0) })) }
        try db.run(
            "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            [key, mark])
    }

    func overlap(_ courses: [Int64], _ db: Session) throws -> LikelyOverlap {
        LikelyOverlap(
            group: group,
            courses: try courses.flatMap { course in
                try db.rows(
                    """
                    SELECT c.id, d.provider, i.external_id, t.name, i.lang
                    FROM course c JOIN deployment d ON d.id = c.deployment JOIN item i ON i.id = c.item
                        JOIN item_text t ON t.item = i.id
                    WHERE c.id = ?
                    """, [course]
                ).map {
                    LikelyOverlap.Course(
                        id: $0[0], provider: $0[1], externalID: $0[2], name: $0[3], language: $0[4])
                }
            })
    }
}
