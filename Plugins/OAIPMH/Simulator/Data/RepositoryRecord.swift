/// A record as the repository keeps it; both formats are written from it.
package struct RepositoryRecord: Sendable, Equatable {
    /// Empty only where a record is awkward.
    package var identifier: String
    /// Seconds since 1970.
    package var datestamp: Int64
    /// setSpecs, without those they lie within.
    package var sets: [String]
    package var isDeleted = false
    /// The values of the Dublin Core elements by their names, such as `title`.
    package var elements: [String: [String]]
    /// How long it takes; LOM alone carries it.
    package var minutes: Int
    /// Written in place of the metadata's content, as it is; empty for a record without metadata.
    package var raw: String?
}
