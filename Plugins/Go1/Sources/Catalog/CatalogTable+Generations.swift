import ConnectorKit

// The external id is the number, never a `con_…` id: enrolments and play links use the number (rule M4). For v2 the sources
// disagree on the unit of the duration; 360Learning's connector treats it as minutes (rule M5).
//
// The order matters: the launch URL needs the external id, and the content type needs the provider's type.

extension CatalogTable {
    /// Flat objects (rule G7).
    static let v2 = CatalogTable([
        .numericID(from: "id"),
        .name(from: "title"),
        .description(from: "description"),
        .image(from: "image", note: repaired),
        .duration(from: "delivery.duration"),
        .authors(in: "authors[]"),
        .publisher(from: "provider.name"),
        .language(from: "language", note: tag),
        .launchURL,
        .modifiedAt(from: "updated_time"),
        .subjects(from: "attributes.topics[].value", note: "the topics' values"),
        .providerType(from: "type"),
        .contentType,
        .published(from: "published", and: "active"),
        .none(.retiresAt, "v2 does not carry it"),
    ])

    /// Fragments (rules G4 and G6).
    static let gateway = CatalogTable([
        .numericID(from: "lo_id", "gc_lo_id"),
        .name(from: "core.title"),
        .description(from: "core.description"),
        .image(from: "core.image.value", note: repaired),
        .duration(from: "relevance.duration"),
        .authors(from: "relevance.author.name", note: "the one author the gateway names"),
        .publisher(from: "provider.name"),
        .language(from: "relevance.language", note: tag),
        .launchURL,
        .modifiedAt(from: "updated_time"),
        .subjects(from: "topics.items[].name", orBare: "topics.items[]"),
        .providerType(from: "core.type"),
        .contentType,
        .published(fromState: "lifecycle.state"),
        .retiresAt(from: "lifecycle.pending_state.retired_time", note: "when Go1 will retire it"),
    ])

    private static let repaired = "an absolute http(s) URL, its spelling repaired, else none"
    private static let tag = "as a BCP 47 tag: en-us becomes en-US"
}
