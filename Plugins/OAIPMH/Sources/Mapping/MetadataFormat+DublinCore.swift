import ConnectorKit
import Markup

// The order matters: the content type needs the provider's type.

extension MetadataFormat {
    /// Dublin Core, simple (OAI-PMH 2.0 section 5) or qualified. All elements are children of the root,
    /// whatever its name. Elements of the terms namespace count like the fifteen basic elements, and so do those
    /// without a namespace or in that of the root (rule O9).
    static let dublinCore = MetadataFormat(
        name: "Dublin Core",
        rules: [
            .externalID(from: "header.identifier", note: "the record's OAI identifier; required"),
            .name(from: "dc:title", note: "the first; required"),
            .description(from: ["dc:description", "dc:abstract"]),
            .none(.image, "the format does not carry one"),
            .none(.duration, "the format does not carry one"),
            .authors(from: "dc:creator", note: "all of them"),
            .publisher(from: "dc:publisher"),
            .language(from: "dc:language"),
            .launchURL(from: ["dc:identifier"]),
            .modifiedAt,
            .subjects(from: "dc:subject", note: "all of them"),
            .providerType(from: ["dc:type", "dc:format"]),
            .contentType,
            .published,
            .none(.retiresAt, "the protocol does not carry it"),
        ],
        isRoot: { $0.namespace?.hasSuffix("/LOM") != true && $0.local != "lom" },
        find: { path, root in
            let name = path.drop { $0 != ":" }.dropFirst()
            return root.children.filter { child in
                child.name.local == name && child.name.namespace.map(isOfElements) != false
            }.map(\.content)
        })

    private static func isOfElements(_ namespace: String) -> Bool {
        // As nearly all repositories write it: to normalize it takes longer than all else of a value.
        namespace == "http://purl.org/dc/elements/1.1/" || namespaces.contains(namespace.normalizedNamespace)
    }

    /// The namespaces of the elements and the terms, and those that an element without a prefix inherits.
    private static let namespaces: Set<String> = [
        "purl.org/dc/elements/1.0", "purl.org/dc/elements/1.1", "purl.org/dc/terms",
        "www.openarchives.org/oai/2.0", "www.openarchives.org/oai/2.0/oai_dc",
    ]
}
