import ConnectorKit

// Order matters twice: the launch URL follows the id it ends with, the content type the type it is made of.

extension CatalogTable {
    /// Flat objects (reference/go1-api-facts.md 2.3).
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
        .published(from: "published"),
        .neverRetiring,
    ])

    /// Fragments (reference/go1-api-facts.md 2.1 and 2.2).
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
