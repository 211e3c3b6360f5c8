import ConnectorKit
import Testing

@testable import Go1

@Suite("Courses of gateway objects")
struct GatewayMappingTests {
    @Test("each field is mapped as the table says, or the item is refused", arguments: rows)
    func row(
        row: MappingCase
    ) throws {
        #expect(try row.outcome(.gateway) == row.expected)
    }

    static let rows: [MappingCase] = [
        MappingCase(.externalID, "lo_id", "\"1234\"", "1234"),
        MappingCase(.externalID, "lo_id", "1234", "1234"),
        MappingCase(.externalID, "lo_id", nil, "no lo_id or gc_lo_id"),
        MappingCase(.externalID, "lo_id", "null", "no lo_id or gc_lo_id"),
        MappingCase(
            .externalID, "lo_id", "\"con_01HBYXF3\"", "lo_id is \"con_01HBYXF3\"; a whole number was expected"
        ),
        MappingCase(.externalID, "lo_id", "{}", "lo_id is an object; a whole number was expected"),

        MappingCase(.name, "core.title", "\"Excel\"", "Excel"),
        MappingCase(.name, "core.title", nil, "no core.title"),
        MappingCase(.name, "core.title", "null", "no core.title"),
        MappingCase(.name, "core", "null", "no core.title"),
        MappingCase(.name, "core.title", "true", "core.title is true or false; text was expected"),

        MappingCase(.description, "core.description", "\"Plain\"", "Plain"),
        MappingCase(.description, "core.description", nil, "none"),
        MappingCase(.description, "core.description", "null", "none"),
        MappingCase(.description, "core.description", "[]", "core.description is a list; text was expected"),

        MappingCase(
            .image, "core.image.value", "\"https://img.example.com/é.png\"",
            "https://img.example.com/%C3%A9.png"),
        MappingCase(.image, "core.image.value", "\"iVBORw0KGgo=\"", "none"),
        MappingCase(.image, "core.image.value", nil, "none"),
        MappingCase(.image, "core.image", "null", "none"),
        MappingCase(.image, "core.image", "\"https://img.example.com/1.png\"", "none"),
        MappingCase(.image, "core.image.value", "1", "core.image.value is a number; text was expected"),

        MappingCase(.duration, "relevance.duration", "180", "180"),
        MappingCase(.duration, "relevance.duration", "0", "none"),
        MappingCase(.duration, "relevance.duration", nil, "none"),
        MappingCase(.duration, "relevance.duration", "null", "none"),
        MappingCase(.duration, "relevance", nil, "none"),
        MappingCase(
            .duration, "relevance.duration", "\"PT3H\"",
            "relevance.duration is text; a number of minutes was expected"),

        MappingCase(.authors, "relevance.author.name", "\"Ada Vogel\"", "[Ada Vogel]"),
        MappingCase(.authors, "relevance.author.name", "\" \"", "[]"),
        MappingCase(.authors, "relevance.author.name", nil, "[]"),
        MappingCase(.authors, "relevance.author", "null", "[]"),
        MappingCase(
            .authors, "relevance.author.name", "3", "relevance.author.name is a number; text was expected"),

        MappingCase(.publisher, "provider.name", "\"Acme\"", "Acme"),
        MappingCase(.publisher, "provider", nil, "none"),
        MappingCase(.publisher, "provider.name", "null", "none"),
        MappingCase(.publisher, "provider.name", "5", "provider.name is a number; text was expected"),

        MappingCase(.language, "relevance.language", "\"fr\"", "fr"),
        MappingCase(.language, "relevance.language", "\"en-GB\"", "en-GB"),
        MappingCase(.language, "relevance.language", "\"pt_br\"", "pt-BR"),
        MappingCase(.language, "relevance.language", "\"\"", "none"),
        MappingCase(.language, "relevance.language", nil, "none"),
        MappingCase(.language, "relevance.language", "null", "none"),
        MappingCase(
            .language, "relevance.language", "{}", "relevance.language is an object; text was expected"),

        MappingCase(.launchURL, "lo_id", "\"7\"", "https://acme.mygo1.com/play/7"),

        MappingCase(.modifiedAt, "updated_time", "\"2023-05-19T05:13:30.999Z\"", "2023-05-19T05:13:30Z"),
        MappingCase(.modifiedAt, "updated_time", "\"1969-12-31T23:59:58.500Z\"", "1969-12-31T23:59:58Z"),
        MappingCase(.modifiedAt, "updated_time", nil, "none"),
        MappingCase(.modifiedAt, "updated_time", "null", "none"),
        MappingCase(
            .modifiedAt, "updated_time", "\"2023-02-30T00:00:00Z\"",
            "updated_time is \"2023-02-30T00:00:00Z\"; an ISO 8601 time was expected"),
        MappingCase(.modifiedAt, "updated_time", "[]", "updated_time is a list; a time was expected"),

        MappingCase(
            .subjects, "topics.items", "[{\"id\":1,\"name\":\"B\"},{\"id\":2,\"name\":\"A \"}]", "[B|A]"),
        MappingCase(.subjects, "topics.items", "[\"Agile\",\"Excel\",\"Agile\"]", "[Agile|Excel]"),
        MappingCase(
            .subjects, "topics.items", "[\"Agile\",{\"name\":\"Excel\"},{\"name\":\"Agile\"}]",
            "[Excel|Agile]"),
        MappingCase(.subjects, "topics.items", "[{\"id\":1},null]", "[]"),
        MappingCase(.subjects, "topics", nil, "[]"),
        MappingCase(.subjects, "topics.items", "null", "[]"),
        MappingCase(.subjects, "topics.items", "[64]", "topics.items[] is a number; text was expected"),
        MappingCase(
            .subjects, "topics.items", "[{\"name\":64}]", "topics.items[].name is a number; text was expected"
        ),

        MappingCase(.providerType, "core.type", "\"video\"", "video"),
        MappingCase(.providerType, "core.type", nil, "no core.type"),
        MappingCase(.providerType, "core.type", "null", "no core.type"),
        MappingCase(.providerType, "core.type", "[]", "core.type is a list; text was expected"),
        MappingCase(.providerType, "core.type", "\"lti\"", "the type lti is not supported"),

        MappingCase(.contentType, "core.type", "\"audio\"", "audiobook"),
        MappingCase(.contentType, "core.type", "\"course\"", "course"),
        MappingCase(.contentType, "core.type", "\"document\"", "article"),
        MappingCase(.contentType, "core.type", "\"interactive\"", "course"),
        MappingCase(.contentType, "core.type", "\"link\"", "course"),
        MappingCase(.contentType, "core.type", "\"text\"", "article"),
        MappingCase(.contentType, "core.type", "\"video\"", "video"),

        MappingCase(.published, "lifecycle.state", "\"published\"", "true"),
        MappingCase(.published, "lifecycle.state", "\"draft\"", "false"),
        MappingCase(.published, "lifecycle.state", "\"retired\"", "false"),
        MappingCase(.published, "lifecycle.state", "\"removed\"", "false"),
        MappingCase(.published, "lifecycle.state", nil, "true"),
        MappingCase(.published, "lifecycle", "null", "true"),
        MappingCase(
            .published, "lifecycle.state", "\"archived\"",
            "lifecycle.state is \"archived\"; published, draft, retired or removed was expected"),
        MappingCase(.published, "lifecycle.state", "1", "lifecycle.state is a number; text was expected"),

        MappingCase(
            .retiresAt, "lifecycle.pending_state.retired_time", "\"2030-01-31T00:00:00.250Z\"",
            "2030-01-31T00:00:00.250Z"),
        MappingCase(.retiresAt, "lifecycle.pending_state", nil, "none"),
        MappingCase(.retiresAt, "lifecycle.pending_state.retired_time", "null", "none"),
        MappingCase(
            .retiresAt, "lifecycle.pending_state.retired_time", "\"soon\"",
            "lifecycle.pending_state.retired_time is \"soon\"; an ISO 8601 time was expected"),
        MappingCase(
            .retiresAt, "lifecycle.pending_state.retired_time", "9",
            "lifecycle.pending_state.retired_time is a number; a time was expected"),
    ]

    @Test("the older name of the numeric id is read too")
    func olderID() throws {
        let item = Generation.gateway.item.replacing("\"lo_id\"", with: "\"gc_lo_id\"")
        #expect(try Generation.gateway.map(item.utf8).externalID == "36439791")
    }
}
