import GRDB
package import Model

extension Store {
    /// All paths, in their order.
    package func paths() async throws(StoreError) -> [LearningPath] {
        try await read { db in try LearningPath.fetch("true", [], db) }
    }

    package func path(_ id: Int64) async throws(StoreError) -> LearningPath? {
        try await read { db in try LearningPath.fetch("p.id = ?", [id], db).first }
    }

    /// The paths a course is in, in their order.
    package func paths(of course: Int64) async throws(StoreError) -> [LearningPath] {
        try await read { db in
            try LearningPath.fetch("p.id IN (SELECT path FROM path_course WHERE course = ?)", [course], db)
        }
    }

    /// Makes an empty path behind the others.
    package func addPath(named name: String) async throws(StoreError) -> LearningPath? {
        try await write { db in
            try db.execute(
                sql: "INSERT INTO path (name, position) SELECT ?, count(*) + 1 FROM path", arguments: [name])
            return try LearningPath.fetch("p.id = ?", [db.lastInsertedRowID], db).first
        }
    }

    /// Renames a path, or moves it among the others.
    ///
    /// - Parameter position: from 1; one beyond the last is the last.
    /// - Returns: the path as it is then; nil where there is none of this id.
    package func changePath(_ id: Int64, name: String?, position: Int?) async throws(StoreError)
        -> LearningPath?
    {
        try await write { db in
            if let name {
                try db.execute(sql: "UPDATE path SET name = ? WHERE id = ?", arguments: [name, id])
            }
            if let position {
                let ids = try Int64.fetchAll(db, sql: "SELECT id FROM path ORDER BY position, id")
                try Self.number(Self.moving(id, to: position, in: ids), db) { id, place in
                    ("UPDATE path SET position = ? WHERE id = ?", [place, id])
                }
            }
            return try LearningPath.fetch("p.id = ?", [id], db).first
        }
    }

    /// Removes a path; its courses stay where else they are.
    package func removePath(_ id: Int64) async throws(StoreError) {
        try await write { db in
            try db.execute(sql: "DELETE FROM path_course WHERE path = ?", arguments: [id])
            try db.execute(sql: "DELETE FROM path WHERE id = ?", arguments: [id])
            let ids = try Int64.fetchAll(db, sql: "SELECT id FROM path ORDER BY position, id")
            try Self.number(ids, db) { id, place in
                ("UPDATE path SET position = ? WHERE id = ?", [place, id])
            }
        }
    }

    /// The courses of a path, in its order, archived ones included.
    package func courses(ofPath id: Int64) async throws(StoreError) -> [Course] {
        try await read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT c.id AS course, c.reasons, d.group_id, d.provider, i.*, \(CourseTag.columns)
                    FROM path_course x JOIN course c ON c.id = x.course
                        JOIN deployment d ON d.id = c.deployment JOIN item i ON i.id = c.item
                    WHERE x.path = ? ORDER BY x.position
                    """, arguments: [id]
            ).map(Course.init)
        }
    }

    /// Adds a course to a path, or moves one that is there: also an archived one (contract section 4).
    ///
    /// - Parameter position: from 1; nil leaves a course where it is, and puts a new one last.
    package func place(_ course: Int64, inPath id: Int64, at position: Int?) async throws(StoreError)
        -> Placement
    {
        try await write { db in
            guard
                try Bool.fetchOne(
                    db, sql: "SELECT EXISTS (SELECT 1 FROM path WHERE id = ?)", arguments: [id]) == true,
                let reasons = try ArchiveReasons.of(course, db)
            else { return .absent }
            var ids = try Self.courseIDs(ofPath: id, db)
            if !ids.contains(course) {
                guard reasons.isEmpty else { return .archived(reasons) }
                ids.append(course)
                try db.execute(
                    sql: "INSERT INTO path_course (path, course, position) VALUES (?, ?, ?)",
                    arguments: [id, course, ids.count])
            }
            if let position { ids = Self.moving(course, to: position, in: ids) }
            try Self.number(courses: ids, ofPath: id, db)
            return .placed
        }
    }

    /// Takes a course out of a path; one that is not there is no mistake.
    package func take(_ course: Int64, outOfPath id: Int64) async throws(StoreError) {
        try await write { db in
            try db.execute(
                sql: "DELETE FROM path_course WHERE path = ? AND course = ?", arguments: [id, course])
            try Self.number(courses: Self.courseIDs(ofPath: id, db), ofPath: id, db)
        }
    }

    // MARK: - Order

    private static func courseIDs(ofPath id: Int64, _ db: Database) throws -> [Int64] {
        try Int64.fetchAll(
            db, sql: "SELECT course FROM path_course WHERE path = ? ORDER BY position", arguments: [id])
    }

    private static func moving(_ id: Int64, to position: Int, in ids: [Int64]) -> [Int64] {
        guard ids.contains(id) else { return ids }
        var others = ids.filter { $0 != id }
        others.insert(id, at: min(max(position, 1) - 1, others.count))
        return others
    }

    private static func number(courses ids: [Int64], ofPath path: Int64, _ db: Database) throws {
        try number(ids, db) { id, place in
            ("UPDATE path_course SET position = ? WHERE course = ? AND path = ?", [place, id, path])
        }
    }

    private static func number(
        _ ids: [Int64], _ db: Database, _ update: (Int64, Int) -> (sql: String, StatementArguments)
    ) throws {
        for (index, id) in ids.enumerated() {
            let (sql, arguments) = update(id, index + 1)
            try db.execute(sql: sql, arguments: arguments)
        }
    }
}

extension LearningPath {
    fileprivate static func fetch(_ condition: String, _ arguments: StatementArguments, _ db: Database) throws
        -> [LearningPath]
    {
        try Row.fetchAll(
            db,
            sql: """
                SELECT p.id, p.name, p.position, count(c.id) AS courses,
                    ifnull(sum(c.reasons <> 0), 0) AS archived
                FROM path p LEFT JOIN path_course x ON x.path = p.id LEFT JOIN course c ON c.id = x.course
                WHERE \(condition) GROUP BY p.id ORDER BY p.position, p.id
                """, arguments: arguments
        ).map {
            LearningPath(
                id: $0["id"], name: $0["name"], position: $0["position"], courses: $0["courses"],
                archived: $0["archived"])
        }
    }
}

extension ArchiveReasons {
    /// Why a course is archived; nil where there is no such course.
    static func of(_ course: Int64, _ db: Database) throws -> ArchiveReasons? {
        try Row.fetchOne(db, sql: "SELECT reasons FROM course WHERE id = ?", arguments: [course])
            .map { ArchiveReasons(rawValue: $0["reasons"]) }
    }
}
