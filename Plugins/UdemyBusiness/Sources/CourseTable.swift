import ConnectorKit

/// Where each field of a course comes from.
enum CourseTable {
    /// Raise it with every change of a rule.
    static let version = 1

    /// The members that are asked for. `id` always comes.
    static let fields = [
        "title", "description", "headline", "url", "images", "estimated_content_length", "instructors",
        "locale",
        "categories", "primary_category", "primary_subcategory", "is_practice_test_course",
        "last_update_date",
    ]

    static let rules: [FieldRule] = [
        .numericID(from: "id"),
        .name(from: "title"),
        .description(from: "description", "headline"),
        .image(
            from: "images.size_750x422", "images.size_480x270", "images.size_240x135",
            note: "the largest; an absolute http(s) URL, else none"),
        .duration(from: "estimated_content_length"),
        .authors(from: "instructors[]"),
        .language(from: "locale.locale", note: "as a BCP 47 tag: ja_JP is ja-JP"),
        FieldRule(.launchURL, from: ["url"], "an absolute http(s) URL, or a path of your account; required") {
            input, course throws(Failure) in
            let text = try input.requiredText()
            let address = text.hasPrefix("/") ? (input.settings["url"] ?? "") + text : text
            guard let url = WebAddress.repaired(address) else { throw .item("no url of http or https") }
            course.launchURL = url
        },
        FieldRule(.modifiedAt, from: ["last_update_date"], "a day, from its begin in UTC") {
            input, course throws(Failure) in
            guard let text = try input.text() else { return }
            guard let date = Timestamp.date(text + "T00:00:00Z") ?? Timestamp.date(text) else {
                throw .item("last_update_date is \"\(text.prefix(40))\"; a day was expected")
            }
            course.modifiedAt = date
        },
        .subjects(
            from: "primary_category.title", "primary_subcategory.title", "categories[]",
            note: "all, each once"),
        FieldRule(.providerType, from: ["is_practice_test_course"], "practice-test if true, else course") {
            input, course throws(Failure) in
            course.providerType = try kind(input).rawValue
        },
        FieldRule(
            .contentType, from: ["is_practice_test_course"], "interactive for a practice test, else course"
        ) {
            input, course throws(Failure) in
            course.contentType = try kind(input) == .course ? .course : .interactive
        },
    ]

    static let paths = JSONPaths(rules.flatMap(\.sources))

    private static func kind(_ input: FieldInput) throws(Failure) -> CourseKind {
        try input.boolean() == true ? .practiceTest : .course
    }
}
