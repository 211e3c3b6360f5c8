import ConfigurationFiles
import ConnectorKit

/// Starter files, made of what the provider declares.
struct StarterFiles {
    let provider: any Provider

    static let host = "\(SchemaCommand.hint("schema/host.json"))\n\(plainHost)"

    /// The host's file where no schema is beside it.
    static let plainHost = """
        # Tributary, the host. Every key is optional; the values are the defaults.
        environment: production        # or test: nothing runs by itself, nothing is delivered
        data: data                     # directory of the store and of secrets
        store: sqlite                  # a file in `data`; or a database,
                                       # such as { postgres: "postgres://tributary:${PGPASSWORD}@db.example.com/tributary" }
        providers: providers           # directory with one file for each group
        timezone: "+01:00"             # fixed offset or a name such as Europe/Paris; schedules are read in it
        default_provider: \(defaultProvider)
        http:
          listen: 127.0.0.1:8360
          # public_url: https://connect.example.com   # what providers call back
        retention: { runs: 90d, events: 30d }
        network: {}                    # default: HTTPS_PROXY, NO_PROXY and SSL_CERT_FILE of the environment;
                                       # such as { proxy: "http://proxy.example:3128", ca: company-ca.pem }
        lms: workspace

        """

    /// The file of one group.
    var group: String {
        let descriptor = provider.descriptor
        let settings = descriptor.settings.map { setting in
            let shown: String
            if setting.secret {
                let name = "\(descriptor.id)_\(setting.name)".uppercased().replacing("-", with: "_")
                shown = "${\(name)}"
            } else {
                shown = setting.defaultValue.map { Self.written($0, setting.kind) } ?? Self.example(setting)
            }
            let mark = setting.required ? "" : "# "
            return "      \(mark)\(setting.name): \(shown)    # \(setting.help)"
        }
        let types = descriptor.filters.contentTypes.joined(separator: ", ")
        let stats = provider.schedule.stats.map { ", stats: \"\($0)\"" } ?? ""
        let completions =
            provider.capabilities.contains(.push)
            ? "    # push_completions: false    # true: completions of pushed content go to the provider\n"
                + "    # echo: false    # true: content that this group pushed becomes a course of it as well\n"
            : ""
        return """
            \(SchemaCommand.hint("../schema/group.json"))
            # One group of the LMS, and which providers run in it. Secrets are better kept out of this file:
            # ${NAME} is read from the environment, ${file:PATH} from a file.
            group: my-group-id             # the group's id in the LMS
            name: My group
            # admin: admin@example.com     # \(Self.needsAdmin)the integration's author
            providers:
              \(descriptor.id):
                # enabled: true
                settings:
            \(settings.joined(separator: "\n"))
                # schedule: { catalog: "\(provider.schedule.catalog)"\(stats) }
                # tags: false                # true: the subjects of courses become tags
                # filters:                   # an empty filter takes everything
                #   languages: [en]          # en takes en-US too
                #   content_types: [\(types)]
            \(completions)
            """
    }

    /// Which platforms need an administrator.
    private static var needsAdmin: String {
        let names = builtInProviders.platforms.map(\.descriptor).filter(\.needsAdministrator)
            .map(\.displayName).joined(separator: ", ")
        return names.isEmpty ? "" : "needed with \(names): "
    }

    /// Quoted only if YAML would take the text for something else.
    private static func written(_ value: String, _ kind: Setting.Kind) -> String {
        if case .integer = kind { return value }
        return value.first?.isNumber == true ? "\"\(value)\"" : value
    }

    private static func example(_ setting: Setting) -> String {
        switch setting.kind {
        case .url, .origin: "https://example.com"
        case .integer(let range): String(range.lowerBound)
        case .boolean: "false"
        case .language: "en"
        case .date: "2025-01-01"
        case .certificate: "your-certificate-and-key"
        case .choice(let values): values.first.map { "\"\($0)\"" } ?? "\"\""
        case .text: "your-\(setting.name.replacing("_", with: "-"))"
        }
    }
}

extension StarterTexts {
    /// Those that this program writes.
    static let current = StarterTexts(
        host: StarterFiles.plainHost,
        group: builtInProviders[defaultProvider].map { StarterFiles(provider: $0).group })
}
