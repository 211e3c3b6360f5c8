import ConnectorKit

/// Where each field of a course comes from. The host maps by this table, and `tributary explain` prints it.
enum CourseTable {
    /// To be raised with every change of a rule, so that every item is mapped anew at the next sync.
    static let version = 1

    static let rules: [FieldRule] = [
        FieldRule(.externalID, from: ["id"], "required") { input, course throws(Failure) in
            course.externalID = try input.requiredText()
        },
        FieldRule(.name, from: ["title"], "required") { input, course throws(Failure) in
            course.name = try input.requiredText()
        },
        FieldRule(.description, from: ["summary"], "HTML, cleaned by the host") {
            input, course throws(Failure) in
            course.description = try input.text()
        },
        FieldRule(.image, from: ["cover"], "an absolute http(s) URL, else none") {
            input, course throws(Failure) in
            course.image = try input.webURL()
        },
        FieldRule(.duration, from: ["minutes"], "minutes; 0 and less mean unknown") {
            input, course throws(Failure) in
            course.duration = try input.minutes()
        },
        FieldRule(.authors, from: ["authors[].name"], "the names") { input, course throws(Failure) in
            course.authors = try input.texts()
        },
        FieldRule(.language, from: ["language"], "as a BCP 47 tag") { input, course throws(Failure) in
            course.language = try input.language()
        },
        FieldRule(.launchURL, from: ["url"], "an absolute http(s) URL; required") {
            input, course throws(Failure) in
            guard let url = try input.webURL() else { throw .item("no url of http or https") }
            course.launchURL = url
        },
        FieldRule(.modifiedAt, from: ["updated"], "an ISO 8601 time") { input, course throws(Failure) in
            course.modifiedAt = try input.time()
        },
        FieldRule(.subjects, from: ["topics[]"], "all") { input, course throws(Failure) in
            course.subjects = try input.texts()
        },
        FieldRule(.providerType, from: ["kind"], "one of \(ItemKind.names); others are not taken") {
            input, course throws(Failure) in
            course.providerType = try kind(input).rawValue
        },
        FieldRule(.contentType, from: ["kind"], "what the kind is to a learner") {
            input, course throws(Failure) in
            course.contentType = try kind(input).contentType
        },
        FieldRule(.published, from: ["published"], "true where it is absent") {
            input, course throws(Failure) in
            course.published = try input.boolean() ?? true
        },
    ]

    /// All sources, made ready for one pass over a page. The first is that of the id.
    static let paths = JSONPaths(rules.flatMap(\.sources))

    private static func kind(_ input: FieldInput) throws(Failure) -> ItemKind {
        let text = try input.requiredText()
        guard let kind = ItemKind(rawValue: text) else {
            throw .item("the kind \(text.prefix(40)) is not taken; \(ItemKind.names) are")
        }
        return kind
    }
}
