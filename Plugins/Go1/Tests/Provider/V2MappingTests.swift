import ConnectorKit
import Testing

@testable import Go1

@Suite("Courses of v2 objects")
struct V2MappingTests {
    @Test("each field is mapped as the table says, or the item is refused", arguments: rows)
    func row(
        row: MappingCase
    ) throws {
        #expect(try row.outcome(.v2) == row.expected)
    }

    static let rows: [MappingCase] = [
        MappingCase(.externalID, "id", "1868492", "1868492"),
        MappingCase(.externalID, "id", "\"1868492\"", "1868492"),
        MappingCase(.externalID, "id", nil, "no id"),
        MappingCase(.externalID, "id", "null", "no id"),
        MappingCase(.externalID, "id", "1.5", "id is \"1.5\"; a whole number was expected"),
        MappingCase(
            .externalID, "id", "\"con_01HBYXF3\"", "id is \"con_01HBYXF3\"; a whole number was expected"),
        MappingCase(.externalID, "id", "[1]", "id is a list; a whole number was expected"),

        MappingCase(.name, "title", "\"Zürich \\u2713\"", "Zürich ✓"),
        MappingCase(.name, "title", nil, "no title"),
        MappingCase(.name, "title", "null", "no title"),
        MappingCase(.name, "title", "\" \"", "no title"),
        MappingCase(.name, "title", "7", "title is a number; text was expected"),

        MappingCase(.description, "description", "\"<b>x</b>\"", "<b>x</b>"),
        MappingCase(.description, "description", nil, "none"),
        MappingCase(.description, "description", "null", "none"),
        MappingCase(.description, "description", "{}", "description is an object; text was expected"),

        MappingCase(.image, "image", "\"http://img.example.com/a.png\"", "http://img.example.com/a.png"),
        MappingCase(
            .image, "image", "\"https://img.example.com/a b é.png?s=1|2\"",
            "https://img.example.com/a%20b%20%C3%A9.png?s=1%7C2"),
        MappingCase(.image, "image", "\"www.example.com/a%20b.png\"", "https://www.example.com/a%20b.png"),
        MappingCase(.image, "image", "\"/fixtures/image.jpg\"", "none"),
        MappingCase(.image, "image", "\"data:image/png;base64,AAAA\"", "none"),
        MappingCase(.image, "image", "\"\"", "none"),
        MappingCase(.image, "image", nil, "none"),
        MappingCase(.image, "image", "null", "none"),
        MappingCase(.image, "image", "false", "image is true or false; text was expected"),

        MappingCase(.duration, "delivery.duration", "45", "45"),
        MappingCase(.duration, "delivery.duration", "12.2", "13"),
        MappingCase(.duration, "delivery.duration", "0", "none"),
        MappingCase(.duration, "delivery.duration", "-1", "none"),
        MappingCase(.duration, "delivery.duration", nil, "none"),
        MappingCase(.duration, "delivery.duration", "null", "none"),
        MappingCase(.duration, "delivery", "null", "none"),
        MappingCase(.duration, "delivery", "[]", "none"),
        MappingCase(
            .duration, "delivery.duration", "\"45\"",
            "delivery.duration is text; a number of minutes was expected"),

        MappingCase(
            .authors, "authors", "[{\"name\":\"A B\"},{\"name\":\" C \"},{\"name\":\"A B\"}]", "[A B|C]"),
        MappingCase(
            .authors, "authors",
            "[{\"first_name\":\"A\",\"last_name\":\"B\"},{\"first_name\":\"C\",\"last_name\":null}]",
            "[A B|C]"),
        MappingCase(.authors, "authors", "[{\"first_name\":\"A\"}]", "[A]"),
        MappingCase(.authors, "authors", "[{\"last_name\":\"B\",\"name\":null}]", "[B]"),
        MappingCase(
            .authors, "authors", "[{\"first_name\":\"A\",\"last_name\":\"B\"},{\"last_name\":\"D\"}]", "[]"),
        MappingCase(.authors, "authors", "[{\"first_name\":\"A\"},{\"last_name\":\"D\"}]", "[]"),
        MappingCase(.authors, "authors", "[{\"name\":\"\"}]", "[]"),
        MappingCase(.authors, "authors", "[\"A B\"]", "[]"),
        MappingCase(.authors, "authors", "[]", "[]"),
        MappingCase(.authors, "authors", nil, "[]"),
        MappingCase(.authors, "authors", "null", "[]"),
        MappingCase(.authors, "authors", "[{\"name\":1}]", "authors[].name is a number; text was expected"),
        MappingCase(
            .authors, "authors", "[{\"first_name\":1}]", "authors[].first_name is a number; text was expected"
        ),

        MappingCase(.publisher, "provider.name", "\"Acme\"", "Acme"),
        MappingCase(.publisher, "provider.name", "\"\"", "none"),
        MappingCase(.publisher, "provider.name", nil, "none"),
        MappingCase(.publisher, "provider.name", "null", "none"),
        MappingCase(.publisher, "provider", "null", "none"),
        MappingCase(.publisher, "provider.name", "[]", "provider.name is a list; text was expected"),

        MappingCase(.language, "language", "\"en\"", "en"),
        MappingCase(.language, "language", "\"en-us\"", "en-US"),
        MappingCase(.language, "language", "\"zh-hant\"", "zh-Hant"),
        MappingCase(.language, "language", "\"English (US)\"", "none"),
        MappingCase(.language, "language", nil, "none"),
        MappingCase(.language, "language", "null", "none"),
        MappingCase(.language, "language", "[\"en\"]", "language is a list; text was expected"),

        MappingCase(.launchURL, "id", "7", "https://acme.mygo1.com/play/7"),

        MappingCase(
            .modifiedAt, "updated_time", "\"2017-07-30T01:29:21+00:00\"", "2017-07-30T01:29:21Z"),
        MappingCase(.modifiedAt, "updated_time", "\"2020-04-29T06:29:13+0200\"", "2020-04-29T04:29:13Z"),
        MappingCase(.modifiedAt, "updated_time", nil, "none"),
        MappingCase(.modifiedAt, "updated_time", "null", "none"),
        MappingCase(
            .modifiedAt, "updated_time", "\"yesterday\"",
            "updated_time is \"yesterday\"; an ISO 8601 time was expected"),
        MappingCase(
            .modifiedAt, "updated_time", "1500000000", "updated_time is a number; a time was expected"),

        MappingCase(
            .subjects, "attributes.topics", "[{\"value\":\"B\"},{\"value\":\" A\"},{\"value\":\"B\"}]",
            "[B|A]"),
        MappingCase(.subjects, "attributes.topics", "[{\"key\":1}]", "[]"),
        MappingCase(.subjects, "attributes.topics", nil, "[]"),
        MappingCase(.subjects, "attributes", "[]", "[]"),
        MappingCase(.subjects, "attributes", "null", "[]"),
        MappingCase(
            .subjects, "attributes.topics", "[{\"value\":3}]",
            "attributes.topics[].value is a number; text was expected"),

        MappingCase(.providerType, "type", "\"audio\"", "audio"),
        MappingCase(.providerType, "type", nil, "no type"),
        MappingCase(.providerType, "type", "null", "no type"),
        MappingCase(.providerType, "type", "2", "type is a number; text was expected"),
        MappingCase(.providerType, "type", "\"playlist\"", "the type playlist is not supported"),

        MappingCase(.contentType, "type", "\"audio\"", "audiobook"),
        MappingCase(.contentType, "type", "\"course\"", "course"),
        MappingCase(.contentType, "type", "\"document\"", "article"),
        MappingCase(.contentType, "type", "\"interactive\"", "course"),
        MappingCase(.contentType, "type", "\"link\"", "course"),
        MappingCase(.contentType, "type", "\"text\"", "article"),
        MappingCase(.contentType, "type", "\"video\"", "video"),

        MappingCase(.published, "published", "true", "true"),
        MappingCase(.published, "published", "false", "false"),
        MappingCase(.published, "published", nil, "true"),
        MappingCase(.published, "published", "null", "true"),
        MappingCase(.published, "published", "\"yes\"", "published is text; true or false was expected"),

        MappingCase(.published, "active", "true", "true"),
        MappingCase(.published, "active", "false", "false"),
        MappingCase(.published, "active", nil, "true"),
        MappingCase(.published, "active", "null", "true"),
        MappingCase(.published, "active", "0", "active is a number; true or false was expected"),

        MappingCase(.retiresAt, "retired_time", "\"2030-01-01T00:00:00Z\"", "none"),
    ]
}
