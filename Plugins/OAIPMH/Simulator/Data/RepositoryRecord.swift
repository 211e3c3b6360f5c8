/// A record of the repository. Both formats are written from it.
package struct RepositoryRecord: Sendable, Equatable {
    /// The identifier; empty only in an awkward record.
    package var identifier: String
    /// Seconds since 1970.
    package var datestamp: Int64
    /// The setSpecs, without those of enclosing sets.
    package var sets: [String]
    package var isDeleted = false
    /// The values of the Dublin Core elements by their names, such as `title`.
    package var elements: [String: [String]]
    /// The duration. Only LOM has one.
    package var minutes: Int
    /// The content to write instead of the metadata; empty for a record without metadata.
    package var raw: String?
}
