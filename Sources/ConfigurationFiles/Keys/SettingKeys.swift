import ConnectorKit
import Model

/// The settings of a provider or platform, as its descriptor declares them.
struct SettingKeys: Sendable {
    let keys: [Key<String>]
    private let unknown: @Sendable (String) -> String

    init(provider: ProviderDescriptor) {
        self.init(provider.settings, expected: \.expected) { [id = provider.id] in
            "unknown setting \"\($0)\" for \(id)"
        }
    }

    init(platform: PlatformDescriptor) {
        self.init(
            platform.settings, expected: { $0 == .origin ? "the URL of the platform" : $0.expected },
            unknown: { "unknown key \"\($0)\"" })
    }

    private init(
        _ settings: [Setting], expected: (Setting.Kind) -> String,
        unknown: @escaping @Sendable (String) -> String
    ) {
        self.unknown = unknown
        keys = settings.map { setting in
            let required = setting.required && setting.defaultValue == nil
            return Key(
                setting.name, setting.kind.form, default: setting.defaultValue.map(setting.kind.written),
                mayBeEmpty: !required, secret: setting.secret,
                required: required ? expected(setting.kind) : nil, help: setting.help)
        }
    }

    var section: SectionKeys {
        SectionKeys(declared: keys.map(\.declaration), mayHoldSecrets: true, unknown: unknown)
    }
}

extension Setting.Kind {
    fileprivate var form: ValueForm<String> {
        switch self {
        case .text: .filledText
        case .url: .address()
        case .origin: .address(originOnly: true)
        case .integer(let bounds): ValueForm<Int>.integer(bounds).map { String($0) }
        case .boolean: ValueForm<Bool>.boolean.map { String($0) }
        case .language: ValueForm<LanguageTag>.language.map(\.text)
        case .date: .day
        case .certificate: .certificate
        case .choice(let values): .choice(values)
        }
    }

    fileprivate var expected: String {
        switch self {
        case .text: "text"
        case .url, .origin: "an https URL"
        case .integer(let bounds): "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)"
        case .boolean: "true or false"
        case .language: "a language tag"
        case .date: ValueForm<String>.dayExpected
        case .certificate: "a certificate with its private key"
        case .choice(let values): "one of \(values.joined(separator: ", "))"
        }
    }

    /// A default as a file would hold it.
    fileprivate func written(_ text: String) -> JSONValue {
        switch self {
        case .integer: Int64(text).map(JSONValue.integer) ?? .text(text)
        case .boolean: Bool(text).map(JSONValue.boolean) ?? .text(text)
        case .text, .url, .origin, .language, .date, .certificate, .choice: .text(text)
        }
    }
}
