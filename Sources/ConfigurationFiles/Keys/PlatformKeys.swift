import ConnectorKit
import Model

/// What `lms:` may hold if it is no word.
struct PlatformKeys: Sendable {
    /// The name of the built-in platform, as `lms:` writes it.
    static let workspace = "workspace"

    let registry: ProviderRegistry
    /// One for each platform that is built in.
    let platforms: [Key<Section>]

    init(_ registry: ProviderRegistry) {
        self.registry = registry
        // One of them is needed, and none by itself if there are several.
        let required = registry.platforms.count == 1 ? "a mapping" : nil
        platforms = registry.platforms.map(\.descriptor).map { descriptor in
            Key(
                descriptor.id, .section(SettingKeys(platform: descriptor).section), required: required,
                help: descriptor.summary)
        }
    }

    /// What `lms:` may name.
    var names: [String] { [Self.workspace] + platforms.map(\.name) }

    var section: SectionKeys {
        SectionKeys(
            declared: platforms.map(\.declaration), mayHoldSecrets: true,
            unknown: { "unknown LMS \"\($0)\"" },
            elsewhere: { [registry] id in
                registry.unlistedFolder(for: id).map {
                    "Plugins/\($0) is present under Plugins/, not on the list in Package.swift"
                }
            })
    }
}
