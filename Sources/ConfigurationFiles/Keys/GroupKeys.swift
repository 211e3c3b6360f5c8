import ConnectorKit
import Model

/// What a group's file may hold (rule K1).
struct GroupKeys: Sendable {
    let group: Key<(text: String, node: YAMLNode)>
    let name = Key("name", .filledText, mayBeEmpty: true, help: "The group's name as people know it.")
    let admin: Key<String>
    let providers: Key<Section>

    /// - Parameter platform: where results go; nil if that is not known, so that nothing is asked that
    ///   may not be due.
    init(registry: ProviderRegistry, platform: HostConfiguration.Platform?) {
        var lms: PlatformDescriptor?
        if case .external(let configured) = platform { lms = configured.platform.descriptor }
        let needing = registry.platforms.map(\.descriptor).filter(\.needsAdministrator).map(\.displayName)
        group = Key(
            "group", lms?.groupID.map { .id($0) } ?? .groupID, required: "the id of the group",
            help: "The group's id in the LMS; no two files name the same.")
        admin = Key(
            "admin", .email, mayBeEmpty: true,
            required: lms.flatMap {
                $0.needsAdministrator ? "the e-mail address of a \($0.displayName) administrator" : nil
            },
            help: "E-mail address of the connector's administrator"
                + needing.map { "; \($0) needs one" }.joined() + ".")
        providers = Key(
            "providers", .providers(registry), help: "The providers that run in the group, by their ids.")
    }

    var section: SectionKeys {
        SectionKeys(
            declared: [group.declaration, name.declaration, admin.declaration, providers.declaration],
            mayHoldSecrets: true)
    }
}

extension ValueForm where Value == (text: String, node: YAMLNode) {
    fileprivate static var groupID: ValueForm {
        id(expected: "an id without white space") { text in
            let isPlain = text.unicodeScalars.allSatisfy { scalar in
                !scalar.properties.isWhitespace && scalar.properties.generalCategory != .control
            }
            return isPlain && !text.isEmpty
        }
    }

    fileprivate static func id(_ form: GroupIDForm) -> ValueForm {
        id(expected: form.expected, form.isValid)
    }

    private static func id(expected: String, _ fits: @escaping @Sendable (String) -> Bool) -> ValueForm {
        let schema = JSONSchema.type("string", "number", "boolean")
            .adding([("pattern", .text(#"^\S+$|\$\{"#))])
        return ValueForm(schema) { check, entry in
            check.value(entry, expected: expected) { fits($0) ? $0 : nil }.map { ($0, entry.value) }
        }
    }
}

extension ValueForm where Value == Section {
    /// A mapping from ids to deployments. Ids that are not built in are the reader's to explain.
    fileprivate static func providers(_ registry: ProviderRegistry) -> ValueForm {
        let deployments = SectionKeys(
            declared: registry.providers.map { provider in
                Key(
                    provider.descriptor.id, .section(DeploymentKeys(provider: provider).section),
                    help: "\(provider.descriptor.displayName): \(provider.descriptor.summary)"
                ).declaration
            })
        return ValueForm(deployments.schema) { check, entry in
            check.section(entry, SectionKeys(declared: [], open: true, mayHoldSecrets: true))
        }
    }
}
