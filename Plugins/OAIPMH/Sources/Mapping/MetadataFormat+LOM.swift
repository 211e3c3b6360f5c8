import ConnectorKit
import Foundation
import Markup

extension MetadataFormat {
    /// IEEE 1484.12.1 Learning Object Metadata in the XML binding of IEEE 1484.12.3. Elements are identified
    /// by their names, ignoring case and namespace, since repositories use several namespaces (our decision).
    static let lom = MetadataFormat(
        name: "LOM",
        rules: [
            .externalID(from: "header.identifier", note: "the record's OAI identifier; required"),
            .name(from: "general.title.string", note: "the first; required"),
            .description(from: ["general.description.string"]),
            .none(.image, "the format does not carry one"),
            .duration(from: [
                "technical.duration.duration", "educational.typicalLearningTime.duration",
            ]),
            .authors(inCards: "lifeCycle.contribute[author].entity"),
            .publisher(inCards: "lifeCycle.contribute[publisher].entity"),
            .language(from: "general.language"),
            .launchURL(from: ["technical.location", "general.identifier.entry"]),
            .modifiedAt,
            .subjects(from: "general.keyword.string", note: "all of them"),
            .providerType(from: ["educational.learningResourceType.value", "technical.format"]),
            .contentType,
            .published,
            .none(.retiresAt, "the protocol does not carry it"),
        ],
        isRoot: { $0.local.lowercased() == "lom" },
        find: { path, root in
            path.split(separator: ".").reduce([root]) { nodes, step in nodes.flatMap { $0.children(at: step) }
            }
            .map(\.content)
        })
}

extension XMLTree {
    /// The children of a step: a name, optionally with the value of its `role`, as in `contribute[author]`.
    fileprivate func children(at step: Substring) -> [XMLTree] {
        let parts = step.split { $0 == "[" || $0 == "]" }
        let named = children(named: parts.first ?? "")
        guard parts.count > 1 else { return named }
        return named.filter { child in
            child.children(named: "role").contains { role in
                role.children(named: "value").contains {
                    $0.content.trimmed.lowercased() == parts[1]
                }
            }
        }
    }

    private func children(named name: Substring) -> [XMLTree] {
        children.filter { $0.name.local.lowercased() == name.lowercased() }
    }
}
