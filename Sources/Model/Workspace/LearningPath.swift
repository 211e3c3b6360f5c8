/// A path: courses in an order, of any group and provider.
package struct LearningPath: Sendable, Equatable, Identifiable {
    package let id: Int64
    package let name: String
    /// Its place among the paths, from 1.
    package let position: Int
    /// How many courses it has, archived ones included: those stay (rule C9).
    package let courses: Int
    package let archived: Int

    package init(id: Int64, name: String, position: Int, courses: Int, archived: Int) {
        self.id = id
        self.name = name
        self.position = position
        self.courses = courses
        self.archived = archived
    }
}

/// What became of putting a course somewhere.
package enum Placement: Sendable, Equatable {
    /// It is there now, or was before.
    case placed
    /// It is archived, so that it cannot be added anew; nothing changed.
    case archived(ArchiveReasons)
    /// There is no such path or course any more.
    case absent
}
