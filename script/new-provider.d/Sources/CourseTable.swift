import ConnectorKit

/// Where each field of a course comes from. The host maps by this table, and `tributary explain` prints it.
enum CourseTable {
    /// To be raised with every change of a rule, so that every item is mapped anew at the next sync.
    static let version = 1

    static let rules: [FieldRule] = [
        .externalID(from: "id"),
        .name(from: "title"),
        .description(from: "summary"),
        .image(from: "cover"),
        .duration(from: "minutes"),
        .authors(from: "authors[].name"),
        .language(from: "language"),
        .launchURL(from: "url"),
        .modifiedAt(from: "updated"),
        .subjects(from: "topics[]"),
        .published(from: "published"),
        FieldRule(.providerType, from: ["kind"], "one of \(ItemKind.names); others are not taken") {
            input, course throws(Failure) in
            course.providerType = try input.requiredCase(of: ItemKind.self).rawValue
        },
        FieldRule(.contentType, from: ["kind"], "what the kind is to a learner") {
            input, course throws(Failure) in
            course.contentType = try input.requiredCase(of: ItemKind.self).contentType
        },
    ]

    /// All sources, made ready for one pass over a page. The first is that of the id.
    static let paths = JSONPaths(rules.flatMap(\.sources))
}
