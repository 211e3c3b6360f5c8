import ConnectorKit
import SimulatorSupport

/// A course of the simulated collection.
package struct SimulatedCourse: Sendable, Equatable {
    package let id: Int
    package var title: String
    package var locale: String?
    package var minutes: Int
    package var category: (name: String, subcategory: String) { Self.categories[place] }
    package var isPracticeTest: Bool
    package var updated: String?
    package var instructors: [String]
    private let place: Int

    static let firstID = 100_000

    /// The same course for the same number, from 0. Of each hundred, one has no title, one no locale, one no
    /// day of its last update, and one no length.
    init(_ number: Int, seed: UInt64) {
        var draw = SeededRandom(seed: seed, number)
        id = Self.firstID + number * 7 + draw.below(7)
        let locale = draw.weighted(Titles.locales)
        title = number % 100 == 53 ? "" : Titles.title(locale, number, &draw)
        self.locale = number % 100 == 67 ? nil : locale
        minutes = number % 100 == 71 ? 0 : 15 + draw.below(2_400)
        place = draw.below(Self.categories.count)
        isPracticeTest = draw.chance(4)
        updated =
            number % 100 == 83
            ? nil
            : "20\(draw.number(18...26))-\(Self.pad(draw.number(1...12)))-\(Self.pad(draw.number(1...28)))"
        instructors = (0..<draw.weighted([(0, 3), (1, 75), (2, 22)])).map { _ in
            "\(draw.pick(People.first)) \(draw.pick(People.last))"
        }
    }

    /// Returns the number of the course with this id; nil if there is none.
    static func number(ofID id: Int, seed: UInt64) -> Int? {
        guard id >= firstID else { return nil }
        let number = (id - firstID) / 7
        return SimulatedCourse(number, seed: seed).id == id ? number : nil
    }

    /// Returns the course as the list writes it.
    ///
    /// - Parameters:
    ///   - site: The account's address, with which `url` begins.
    ///   - fields: The members that were asked for; `_class` and `id` are always there. Nil for all.
    func value(site: String, fields: Set<String>?) -> JSONValue {
        let about =
            "<p>Learn <strong>\(title)</strong> step by step.</p>\n\n<p>For everybody who works with it.</p>"
        let picture = { (size: String) in "https://img-c.udemycdn.com/course/\(size)/\(id)_cd28.jpg" }
        let slug = "course-\(id)"
        let (name, subcategory) = category
        let members: [(String, JSONValue)] = [
            ("_class", "course"), ("id", .integer(id)), ("title", .text(title)),
            ("description", .text(about)),
            ("url", .text("\(site)/course/\(slug)/")), ("estimated_content_length", .integer(minutes)),
            ("categories", .texts([subcategory])), ("num_lectures", .integer(8 + id % 60)),
            ("num_videos", .integer(6 + id % 50)), ("instructors", .texts(instructors)),
            ("requirements", ["list": .texts(["A computer and some time"])]),
            ("what_you_will_learn", ["list": .texts(["The main ideas", "Where they go wrong"])]),
            (
                "images",
                .members([
                    "size_48x27": .text(picture("48x27")), "size_240x135": .text(picture("240x135")),
                    "size_480x270": .text(picture("480x270")), "size_750x422": .text(picture("750x422")),
                ])
            ),
            ("mobile_native_deeplink", .text("udemyufb://discover?coursePublishedTitle=\(slug)")),
            ("locale", locale.map { ["_class": "locale", "locale": .text($0)] } ?? .null),
            ("is_practice_test_course", .boolean(isPracticeTest)),
            ("primary_category", Self.category("course_category", name)),
            ("primary_subcategory", Self.category("course_subcategory", subcategory)),
            ("num_quizzes", .integer(id % 4)), ("num_practice_tests", .integer(isPracticeTest ? 5 : 0)),
            ("has_closed_caption", .boolean(id % 3 > 0)), ("caption_languages", .texts([])),
            ("caption_locales", .texts([])), ("estimated_content_length_video", .integer(minutes * 9 / 10)),
            ("last_update_date", .optional(updated)),
            ("xapi_activity_id", .text("https://www.udemy.com/course/\(id)")),
            ("headline", .text("All about \(subcategory.lowercased())")), ("level", "All Levels"),
        ]
        return .object(JSONObject(members.filter { name, _ in fields?.contains(name) ?? true }))
    }

    /// The members of a course, for which `fields[course]` may ask.
    static let fields: Set<String> = [
        "_class", "id", "title", "description", "url", "estimated_content_length", "categories",
        "num_lectures",
        "num_videos", "instructors", "requirements", "what_you_will_learn", "images",
        "mobile_native_deeplink",
        "locale", "is_practice_test_course", "primary_category", "primary_subcategory", "num_quizzes",
        "num_practice_tests", "has_closed_caption", "caption_languages", "caption_locales",
        "estimated_content_length_video", "last_update_date", "xapi_activity_id", "headline", "level",
    ]

    private static func category(_ kind: String, _ name: String) -> JSONValue {
        [
            "_class": .text(kind), "id": .integer(name.utf8.reduce(7) { ($0 * 31 + Int($1)) % 1_000 }),
            "title": .text(name),
            "url": .text("/courses/ufb-\(name.lowercased().replacing(" ", with: "-"))/"),
        ]
    }

    private static func pad(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// Names that published responses have.
    private static let categories = [
        ("Development", "Programming Languages"), ("Development", "Mobile Development"),
        ("Development", "Web Development"), ("Development", "Software Engineering"),
        ("Marketing", "Marketing Strategy"), ("Business", "Management"), ("Business", "Communication"),
        ("Personal Development", "Leadership"), ("Office Productivity", "Microsoft"),
    ].map { (name: $0.0, subcategory: $0.1) }

    package static func == (one: SimulatedCourse, other: SimulatedCourse) -> Bool {
        one.value(site: "", fields: nil) == other.value(site: "", fields: nil)
    }
}
