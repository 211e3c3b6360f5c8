package import Model

extension Store {
    /// The paths, in their order.
    ///
    /// - Parameter groups: shows what these groups have of each path, as if there were no other groups: paths with a course
    ///   of theirs, how many of those there are, and the place among these paths (rule L11). All if empty.
    package func paths(groups: [String] = []) async throws(StoreError) -> [LearningPath] {
        try await read { db in try LearningPath.fetch("true", groups, db) }
    }

    package func path(_ id: Int64, groups: [String] = []) async throws(StoreError) -> LearningPath? {
        // Its place follows from the others.
        guard groups.isEmpty else { return try await paths(groups: groups).first { $0.id == id } }
        return try await read { db in try LearningPath.fetch("p.id = :id", ["id": id], db).first }
    }

    /// The ids of the paths a course is in.
    package func paths(of course: Int64) async throws(StoreError) -> Set<Int64> {
        try await read { db in
            Set(try db.values(Int64.self, "SELECT path FROM path_course WHERE course = ?", [course]))
        }
    }

    /// Makes an empty path behind the others.
    package func addPath(named name: String) async throws(StoreError) -> LearningPath? {
        try await write { db in
            try db.serialize("paths")
            let id = try db.value(
                Int64.self, "INSERT INTO path (name, position) SELECT ?, count(*) + 1 FROM path RETURNING id",
                [name])
            return try LearningPath.fetch("p.id = :id", ["id": id], db).first
        }
    }

    /// Renames a path, or moves it among the others.
    ///
    /// - Parameter position: from 1; one beyond the last is the last.
    /// - Returns: the path as it is then; nil if there is none of this id.
    package func changePath(_ id: Int64, name: String?, position: Int?) async throws(StoreError)
        -> LearningPath?
    {
        try await write { db in
            try db.serialize("paths")
            if let name {
                try db.run("UPDATE path SET name = ? WHERE id = ?", [name, id])
            }
            if let position {
                let ids = try db.values(Int64.self, "SELECT id FROM path ORDER BY position, id")
                try Self.number(paths: Self.moving(id, to: position, in: ids), db)
            }
            return try LearningPath.fetch("p.id = :id", ["id": id], db).first
        }
    }

    /// Removes a path; its courses stay where else they are.
    package func removePath(_ id: Int64) async throws(StoreError) {
        try await write { db in
            try db.serialize("paths")
            try db.run("DELETE FROM path_course WHERE path = ?", [id])
            try db.run("DELETE FROM path WHERE id = ?", [id])
            try Self.number(paths: db.values(Int64.self, "SELECT id FROM path ORDER BY position, id"), db)
        }
    }

    /// The courses of a path, in its order, archived ones included.
    package func courses(ofPath id: Int64) async throws(StoreError) -> [Course] {
        try await read { db in
            try db.rows(
                """
                SELECT c.id AS course, c.reasons, d.group_id, d.provider, i.*, \(CourseTag.columns(db.sql))
                FROM path_course x JOIN course c ON c.id = x.course
                    JOIN deployment d ON d.id = c.deployment JOIN learning_object i ON i.id = c.item
                WHERE x.path = ? ORDER BY x.position
                """, [id]
            ).map(Course.init)
        }
    }

    /// Adds a course to a path, or moves one that is there: also an archived one (rule C9).
    ///
    /// - Parameter position: from 1; nil leaves a course where it is, and puts a new one last.
    package func place(_ course: Int64, inPath id: Int64, at position: Int?) async throws(StoreError)
        -> Placement
    {
        try await write { db in
            guard try Self.lock(path: id, db), let reasons = try ArchiveReasons.of(course, db)
            else { return .absent }
            var ids = try Self.courseIDs(ofPath: id, db)
            if !ids.contains(course) {
                guard reasons.isEmpty else { return .archived(reasons) }
                ids.append(course)
                try db.run(
                    "INSERT INTO path_course (path, course, position) VALUES (?, ?, ?)",
                    [id, course, ids.count])
            }
            if let position { ids = Self.moving(course, to: position, in: ids) }
            try Self.number(courses: ids, ofPath: id, db)
            return .placed
        }
    }

    /// Takes a course out of a path; one that is not there is no mistake.
    package func remove(_ course: Int64, fromPath id: Int64) async throws(StoreError) {
        try await write { db in
            guard try Self.lock(path: id, db) else { return }
            try db.run("DELETE FROM path_course WHERE path = ? AND course = ?", [id, course])
            try Self.number(courses: Self.courseIDs(ofPath: id, db), ofPath: id, db)
        }
    }

    /// Puts a course into the place of another one in every path that has that one; a path that has both loses the
    /// other one.
    ///
    /// - Returns: whether it could be placed, and the paths that changed, in their order.
    package func replaceInPaths(_ course: Int64, by other: Int64) async throws(StoreError)
        -> (placement: Placement, paths: [LearningPath])
    {
        try await write { db in
            guard let reasons = try ArchiveReasons.of(other, db) else { return (.absent, []) }
            guard reasons.isEmpty else { return (.archived(reasons), []) }
            let ids = try db.values(
                Int64.self, "SELECT path FROM path_course WHERE course = ? ORDER BY path", [course])
            for id in ids {
                guard try Self.lock(path: id, db) else { continue }
                let before = try Self.courseIDs(ofPath: id, db)
                if before.contains(other) {
                    try db.run("DELETE FROM path_course WHERE path = ? AND course = ?", [id, course])
                } else {
                    try db.run(
                        "UPDATE path_course SET course = ? WHERE path = ? AND course = ?",
                        [other, id, course])
                }
                try Self.number(courses: Self.courseIDs(ofPath: id, db), ofPath: id, db)
            }
            return (.placed, try LearningPath.fetch("true", [:], db).filter { ids.contains($0.id) })
        }
    }

    // MARK: - Order

    /// Holds off other transactions that change which courses are in a path, or their order.
    ///
    /// - Returns: false if there is no such path.
    private static func lock(path id: Int64, _ db: Session) throws -> Bool {
        try db.run("UPDATE path SET position = position WHERE id = ?", [id]) > 0
    }

    private static func courseIDs(ofPath id: Int64, _ db: Session) throws -> [Int64] {
        try db.values(Int64.self, "SELECT course FROM path_course WHERE path = ? ORDER BY position", [id])
    }

    private static func moving(_ id: Int64, to position: Int, in ids: [Int64]) -> [Int64] {
        guard ids.contains(id) else { return ids }
        var others = ids.filter { $0 != id }
        others.insert(id, at: min(max(position, 1) - 1, others.count))
        return others
    }

    private static func number(courses ids: [Int64], ofPath path: Int64, _ db: Session) throws {
        try db.each(
            "UPDATE path_course SET position = ? WHERE course = ? AND path = ?", Array(ids.enumerated())
        ) {
            try $1($0.offset + 1, $0.element, path)
        }
    }

    private static func number(paths ids: [Int64], _ db: Session) throws {
        try db.each("UPDATE path SET position = ? WHERE id = ?", Array(ids.enumerated())) {
            try $1($0.offset + 1, $0.element)
        }
    }
}

extension LearningPath {
    fileprivate static func fetch(_ condition: String, _ groups: [String], _ db: Session) throws
        -> [LearningPath]
    {
        guard !groups.isEmpty else { return try fetch(condition, [:], db) }
        let paths = try fetch(
            "\(condition) AND \(db.sql.isAmong("d.group_id", ":groups"))", ["groups": groups], db)
        return paths.enumerated().map { index, path in
            LearningPath(
                id: path.id, name: path.name, position: index + 1, courses: path.courses,
                archived: path.archived)
        }
    }

    fileprivate static func fetch(_ condition: String, _ arguments: Values, _ db: Session) throws
        -> [LearningPath]
    {
        try db.rows(
            """
            SELECT p.id, p.name, p.position, count(c.id) AS courses,
                count(*) FILTER (WHERE c.reasons <> 0) AS archived
            FROM path p LEFT JOIN path_course x ON x.path = p.id LEFT JOIN course c ON c.id = x.course
                LEFT JOIN deployment d ON d.id = c.deployment
            WHERE \(condition) GROUP BY p.id ORDER BY p.position, p.id
            """, arguments
        ).map {
            LearningPath(
                id: $0["id"], name: $0["name"], position: $0["position"], courses: $0["courses"],
                archived: $0["archived"])
        }
    }
}
