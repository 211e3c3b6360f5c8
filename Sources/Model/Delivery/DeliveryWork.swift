/// What is to be done on a platform.
package enum DeliveryWork: Int, Sendable, CaseIterable {
    /// A course is added or replaced.
    case courses = 1
    /// A course is archived.
    case archive = 2
    /// A course is taken out of the archive.
    case restore = 3
    /// A learner's progress is told.
    case statistics = 4
    /// A course gets its tags.
    case tags = 5
}

/// The store's name of a piece of work.
package struct OutboxID: Sendable, Hashable {
    package let row: Int64

    package init(_ number: Int64) { row = number }
}
