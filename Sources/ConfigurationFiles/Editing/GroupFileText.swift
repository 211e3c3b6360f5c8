import ConnectorKit
import Foundation

/// The file of a new group, as a person would write it.
struct GroupFileText {
    let group: NewGroup
    /// In the order in which they are written.
    let providers: [any Provider]
    /// How the file refers to a secret; nil for a setting that is none.
    let reference: (_ provider: String, _ setting: String) -> String?

    /// A line, and what is said of it.
    private struct Line {
        var text: String
        var comment: String?
    }

    var text: String {
        let lines = header + providers.flatMap(lines)
        let column = 36
        let body = lines.map { line in
            guard let comment = line.comment else { return line.text }
            let gap = max(2, column - line.text.count)
            return line.text + String(repeating: " ", count: gap) + "# " + comment
        }
        return ([Self.about] + body).joined(separator: "\n") + "\n"
    }

    private static let about = """
        # One group of the LMS, and which providers run in it. `tributary check` checks it.
        # ${NAME} stands for a variable of the environment, ${file:PATH} for the content of a file.
        """

    private var header: [Line] {
        var lines = [
            Line(text: "group: \(scalar(group.id))", comment: "the group's id in the LMS"),
            Line(text: "name: \(scalar(group.name))"),
        ]
        if let admin = group.admin {
            lines.append(Line(text: "admin: \(scalar(admin))", comment: "the connector's administrator"))
        }
        if !providers.isEmpty { lines.append(Line(text: "providers:")) }
        return lines
    }

    private func lines(_ provider: any Provider) -> [Line] {
        let id = provider.descriptor.id
        let change = group.providers[id] ?? DeploymentChange()
        var lines = [Line(text: "  \(id):")]
        if change.enabled == false {
            lines.append(Line(text: "    enabled: false", comment: "its courses are archived"))
        }
        let settings = settings(change, of: provider.descriptor)
        if !settings.isEmpty { lines += [Line(text: "    settings:")] + settings }
        if let tags = change.tags {
            lines.append(Line(text: "    tags: \(tags)", comment: "whether subjects become tags"))
        }
        return lines + filters(change)
    }

    private func settings(_ change: DeploymentChange, of descriptor: ProviderDescriptor) -> [Line] {
        let declared = descriptor.settings.map(\.name)
        let others = change.settings.keys.filter { !declared.contains($0) }.sorted()
        return (declared + others).compactMap { name in
            guard case let value?? = change.settings[name] else { return nil }
            let kind = descriptor.settings.first { $0.name == name }?.kind
            let written =
                reference(descriptor.id, name).map(ConfigurationValue.text) ?? .typed(value, as: kind)
            return Line(text: "      \(scalar(name)): \(YAMLText.flow(written))")
        }
    }

    private func filters(_ change: DeploymentChange) -> [Line] {
        let terms = change.terms.sorted { $0.key < $1.key }.map { ($0.key, $0.value, nil as String?) }
        let given =
            ([
                ("languages", change.languages ?? [], "en takes en-US too"),
                ("content_types", change.contentTypes ?? [], nil),
            ] + terms).filter { !$0.1.isEmpty }
        guard !given.isEmpty else {
            return [
                Line(
                    text: "    # filters: { languages: [en] }",
                    comment: "without filters, everything is taken")
            ]
        }
        return [Line(text: "    filters:")]
            + given.map { name, values, comment in
                Line(text: "      \(name): \(YAMLText.flow(.typed(values)))", comment: comment)
            }
    }

    private func scalar(_ text: String) -> String { YAMLText.flow(.typed(text, as: nil)) }
}
