package import Foundation
import Model

/// Content that a provider will retire, and that some group uses.
package struct RetiringContent: Sendable, Equatable {
    /// A course of a group.
    package struct GroupCourse: Sendable, Equatable {
        package let group: String
        package let id: Int64
    }

    /// An active course of it, with the paths that it is in, in the order of the paths.
    package struct Use: Sendable, Equatable {
        package let course: GroupCourse
        package let paths: [Path]
    }

    package struct Path: Sendable, Equatable {
        package let id: Int64
        package let name: String
    }

    /// What the provider suggests instead.
    package struct Suggestion: Sendable, Equatable {
        package let externalID: String
        /// Nil if no listing has shown it.
        package let name: String?
        /// The courses of it that are active and do not retire before, by their groups.
        package let courses: [GroupCourse]
    }

    package let externalID: String
    package let name: String
    package let provider: String
    package let retiresAt: Date
    /// The ids of the groups in which its course is active, in order.
    package let groups: [String]
    package let uses: [Use]
    /// The names of the paths that its courses are in, in the order of the paths.
    package let paths: [String]
    /// Best first; nil if the provider was not asked yet.
    package let suggestions: [Suggestion]?
    /// Those of the suggestions that all who use it have (rule C19).
    package let alternatives: [Suggestion]?
}

extension RetiringContent {
    /// - Parameter covered: only courses of these groups are named; empty: of all.
    static func uses(of item: Int64, in connection: Int64, _ covered: [String], _ db: Session) throws -> [Use]
    {
        let isCovered = covered.isEmpty ? "true" : db.sql.isAmong("d.group_id", ":covered")
        let courses = try db.rows(
            """
            SELECT d.group_id, c.id FROM deployment d JOIN course c ON c.deployment = d.id
            WHERE d.connection = :connection AND c.item = :item AND c.reasons = 0 AND \(isCovered)
            ORDER BY d.group_id
            """, ["connection": connection, "item": item, "covered": covered]
        ).map { GroupCourse(group: $0[0], id: $0[1]) }
        return try courses.map { course in
            let paths = try db.rows(
                """
                SELECT p.id, p.name FROM path_course x JOIN path p ON p.id = x.path
                WHERE x.course = ? ORDER BY p.position
                """, [course.id])
            return Use(course: course, paths: paths.map { Path(id: $0[0], name: $0[1]) })
        }
    }

    /// - Parameter covered: only courses of these groups are named; empty: of all.
    static func suggestion(_ id: String, to content: Row, _ covered: [String], _ db: Session) throws
        -> Suggestion
    {
        let connection: Int64 = content["connection"]
        let name = try db.value(
            String.self, "SELECT name FROM learning_object WHERE connection = ? AND external_id = ?",
            [connection, id])
        let courses = try db.rows(
            """
            SELECT d.group_id, c.id FROM item i JOIN deployment d ON d.connection = i.connection
                JOIN course c ON c.deployment = d.id AND c.item = i.id AND c.reasons = 0
            WHERE i.connection = ? AND i.external_id = ? AND i.id <> ?
                AND (i.retires_at IS NULL OR i.retires_at > ?)
            ORDER BY d.group_id
            """, [connection, id, content["id"] as Int64, content["retires_at"] as Int64]
        ).map { GroupCourse(group: $0[0], id: $0[1]) }
        return Suggestion(
            externalID: id, name: name,
            courses: courses.filter { covered.isEmpty || covered.contains($0.group) })
    }
}
