package import ConnectorKit
import Model

/// The JSON Schemas of the configuration files, for editors: made of the declarations that check the files,
/// and so of what each provider declares.
///
/// They accept what the host accepts; what a schema cannot say (a variable that is not set, a group id used
/// twice, what a provider alone can see) is left to the host.
package enum ConfigurationSchema {
    /// Of `tributary.yaml`.
    package static func host(_ registry: ProviderRegistry) -> JSONValue {
        schema("tributary.yaml, the host", HostKeys(registry: registry).section)
    }

    /// Of a group's file; what a provider takes stands under `properties.providers.properties.<id>`.
    package static func group(_ registry: ProviderRegistry) -> JSONValue {
        schema("A group's file under providers/", GroupKeys(registry: registry, platform: nil).section)
    }

    private static func schema(_ title: String, _ keys: SectionKeys) -> JSONValue {
        let head = JSONSchema([
            ("$schema", .text("https://json-schema.org/draft/2020-12/schema")), ("title", .text(title)),
        ])
        return head.adding(keys.schema.members).adding([("$defs", JSONSchema.definitions)]).value
    }
}
