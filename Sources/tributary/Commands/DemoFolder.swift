import ConfigurationFiles
import ConnectorKit
import Foundation

/// A provider of the demo, and its simulator that accepts connections.
struct DemoSite: Sendable {
    let provider: String
    let site: RunningSimulator

    var name: String { builtInProviders[provider]?.descriptor.displayName ?? provider }
}

/// The demo's files in a folder of its own, which goes when the demo ends.
struct DemoFolder {
    /// The name of the group that has several providers.
    static let groupOfAll = "Academy"

    /// The group files, by name.
    enum Groups {
        /// Two groups with parts of one Go1 portal.
        case twoGroups([DemoSite])
        /// One group with all providers.
        case oneGroup([DemoSite])
    }

    let hostFile: String
    private let folder: URL

    /// - Parameter database: the URL of the store's; nil for a file.
    init(_ groups: Groups, database: String? = nil) throws {
        let files = FileManager.default
        folder = files.temporaryDirectory.appending(
            path: "tributary-demo-\(UUID().uuidString.prefix(8).lowercased())")
        let providers = folder.appending(path: "providers")
        hostFile = folder.appending(path: "tributary.yaml").path
        do {
            try files.createDirectory(at: providers, withIntermediateDirectories: true)
            let text =
                database.map { "store:\n  postgres: \"\($0)\"\n" } ?? "# The demo keeps every default.\n"
            try Data(text.utf8).write(to: URL(filePath: hostFile))
            for (name, text) in groups.files {
                try Data(text.utf8).write(to: providers.appending(path: name))
            }
        } catch {
            try? files.removeItem(at: folder)
            throw Stop.failed(
                "tributary: the demo's files cannot be written to \(folder.path): \(error.localizedDescription)"
            )
        }
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }
}

extension DemoFolder.Groups {
    fileprivate var files: [(name: String, text: String)] {
        switch self {
        case .twoGroups(let sites):
            [
                ("sales.yaml", PackageResources.sales_yaml),
                ("engineering.yaml", PackageResources.engineering_yaml),
            ].map { name, bytes in
                let text = String(decoding: bytes, as: UTF8.self)
                return (name, text.replacing("${GO1_SANDBOX_URL}", with: sites.first?.site.url ?? ""))
            }
        case .oneGroup(let sites):
            [
                (
                    "academy.yaml",
                    """
                    # One group with several providers: one catalog, one search, statistics side by side.
                    group: 62be0535045424d93edaad7d
                    name: \(DemoFolder.groupOfAll)
                    providers:
                    \(sites.map(\.lines).joined(separator: "\n"))

                    """
                )
            ]
        }
    }
}

extension DemoSite {
    /// The provider's part of a group's file. Changes are read each minute where nothing is called.
    fileprivate var lines: String {
        let provider = builtInProviders[provider]
        let settings = site.settings.map { name, value in
            let kind = provider?.descriptor.settings.first { $0.name == name }?.kind
            return "      \(name): \(kind.isWrittenBare ? value : "'\(value.replacing("'", with: "''"))'")"
        }
        let isAsked = provider is any StatsProvider && !(provider is any WebhookProvider)
        return
            (["  \(self.provider):", "    settings:"] + settings
            + (isAsked ? ["    schedule: { changes: 1m }"] : [])).joined(separator: "\n")
    }
}

extension Setting.Kind? {
    /// Whether its values are no text in YAML.
    fileprivate var isWrittenBare: Bool {
        switch self {
        case .integer?, .boolean?: true
        default: false
        }
    }
}
