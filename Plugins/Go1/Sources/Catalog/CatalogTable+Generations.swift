import ConnectorKit

// The order matters: the launch URL needs the external id, and the content type needs the provider's type.

extension CatalogTable {
    /// Flat objects (rule G7).
    static let v2 = CatalogTable([
        .externalID(from: ["id"]),
        .name(from: "title"),
        .description(from: "description"),
        .image(from: "image"),
        .duration(from: "delivery.duration"),
        .authors(in: "authors[]"),
        .publisher(from: "provider.name"),
        .language(from: "language"),
        .launchURL,
        .modifiedAt(from: "updated_time"),
        .subjects(from: "attributes.topics[].value"),
        .providerType(from: "type"),
        .contentType,
        .published(from: "published", and: "active"),
        .neverRetiring,
    ])

    /// Fragments (rules G4 and G6).
    static let gateway = CatalogTable([
        .externalID(from: ["lo_id", "gc_lo_id"]),
        .name(from: "core.title"),
        .description(from: "core.description"),
        .image(from: "core.image.value"),
        .duration(from: "relevance.duration"),
        .author(from: "relevance.author.name"),
        .publisher(from: "provider.name"),
        .language(from: "relevance.language"),
        .launchURL,
        .modifiedAt(from: "updated_time"),
        .subjects(from: "topics.items[].name", orBare: "topics.items[]"),
        .providerType(from: "core.type"),
        .contentType,
        .published(fromState: "lifecycle.state"),
        .retiresAt(from: "lifecycle.pending_state.retired_time"),
    ])
}
