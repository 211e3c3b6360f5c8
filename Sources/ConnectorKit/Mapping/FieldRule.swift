/// A row of a ``Mapping``.
public struct FieldRule: Sendable {
    /// The field of the course record that this row fills (rule R2).
    public let field: CourseField
    /// The paths to look at, in order; empty if the value derives from settings or other fields.
    public let sources: [String]
    /// The rule in words, shown by `explain`.
    public let note: String

    let apply: @Sendable (FieldInput, inout LearningObject) throws(Failure) -> Void

    public init(
        _ field: CourseField, from sources: [String], _ note: String,
        apply: @escaping @Sendable (FieldInput, inout LearningObject) throws(Failure) -> Void
    ) {
        self.field = field
        self.sources = sources
        self.note = note
        self.apply = apply
    }
}

/// The mapped fields of the course record.
public enum CourseField: String, Sendable, CaseIterable {
    case externalID = "externalId"
    case name, description, image, duration, authors, publisher
    case language = "lang"
    case launchURL = "launchUrl"
    case modifiedAt, subjects, contentType, providerType
    case published
    case retiresAt
}
