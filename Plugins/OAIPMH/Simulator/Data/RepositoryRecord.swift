/// A record as the repository keeps it; both formats are written from it.
public struct RepositoryRecord: Sendable, Equatable {
    /// Empty only where a record is awkward.
    public var identifier: String
    /// Seconds since 1970.
    public var datestamp: Int64
    /// setSpecs, without those they lie within.
    public var sets: [String]
    public var isDeleted = false
    /// The values of the Dublin Core elements by their names, such as `title`.
    public var elements: [String: [String]]
    /// How long it takes; LOM alone carries it.
    public var minutes: Int
    /// Written in place of the metadata's content, as it is; empty for a record without metadata.
    public var raw: String?
}
