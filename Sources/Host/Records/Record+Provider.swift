package import ConnectorKit
import Model

extension Record {
    package static let providerKeys = [
        "id", "name", "summary", "capabilities", "settings", "contentTypes", "vocabularies", "schedule",
        "quirks",
    ]

    /// What a provider declares of itself; settings is a list of name, type, required, secret, default, help.
    package init(_ provider: any Provider) {
        let descriptor = provider.descriptor
        let settings = descriptor.settings.map { setting in
            JSONValue.object(
                Record([
                    ("name", .text(setting.name)), ("type", .text(setting.kind.description)),
                    ("required", .boolean(setting.required)), ("secret", .boolean(setting.secret)),
                    ("default", .optional(setting.defaultValue)), ("help", .text(setting.help)),
                ]))
        }
        let schedule = Record([
            ("catalog", .text(provider.schedule.catalog)), ("stats", .optional(provider.schedule.stats)),
        ])
        let values: [JSONValue] = [
            .text(descriptor.id), .text(descriptor.displayName), .text(descriptor.summary),
            .texts(provider.capabilities.map(\.rawValue)), .list(settings),
            .texts(descriptor.filters.contentTypes),
            .object(Record(descriptor.filters.others.map { ($0.name, .texts($0.values)) })),
            .object(schedule), .texts(descriptor.quirks),
        ]
        self.init(Array(zip(Self.providerKeys, values)))
    }
}
