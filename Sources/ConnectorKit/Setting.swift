/// One declared setting of a provider.
public struct Setting: Sendable {
    /// What a value must be.
    public enum Kind: Sendable, Equatable {
        case text
        /// An absolute http(s) URL; plain http only to this machine.
        case url
        /// An absolute http(s) URL of scheme, host and port alone.
        case origin
        /// A whole number within the bounds.
        case integer(ClosedRange<Int>)
        case boolean
        /// A BCP 47 language tag.
        case language
        /// One of the named values.
        case choice([String])
    }

    public let name: String
    public let kind: Kind
    public let required: Bool
    /// A secret is masked wherever it could be shown.
    public let secret: Bool
    /// One sentence for the person who fills it in.
    public let help: String
    /// The value where the file gives none, as it would be written there.
    public let defaultValue: String?

    public init(
        _ name: String, _ kind: Kind, required: Bool = false, secret: Bool = false,
        default defaultValue: String? = nil, help: String
    ) {
        self.name = name
        self.kind = kind
        self.required = required
        self.secret = secret
        self.defaultValue = defaultValue
        self.help = help
    }
}

extension Setting.Kind: CustomStringConvertible {
    /// The type in a word or two, such as `1 to 50`.
    public var description: String {
        switch self {
        case .text: "text"
        case .url: "URL"
        case .origin: "origin"
        case .integer(let range): "\(range.lowerBound) to \(range.upperBound)"
        case .boolean: "true or false"
        case .language: "language tag"
        case .choice(let values): values.joined(separator: " | ")
        }
    }
}

/// The settings of one connection, checked against their declaration, defaults filled in.
public struct Settings: Sendable, Equatable {
    private let texts: [String: String]
    private let secrets: [String: Secret]

    /// - Parameters:
    ///   - texts: values of the settings that are no secret, by name, in their written form.
    ///   - secrets: values of the secret ones.
    public init(texts: [String: String], secrets: [String: Secret] = [:]) {
        self.texts = texts
        self.secrets = secrets
    }

    /// The value of a setting that is no secret; nil where none was given and none is the default.
    public subscript(_ name: String) -> String? { texts[name] }

    /// The value of an integer setting.
    public func integer(_ name: String) -> Int? { texts[name].flatMap(Int.init) }

    /// The value of a boolean setting (`true` or `false`).
    public func boolean(_ name: String) -> Bool? { texts[name].flatMap(Bool.init) }

    /// The value of a secret setting.
    public func secret(_ name: String) -> Secret? { secrets[name] }

    /// All values that are no secret, by name.
    public var plain: [String: String] { texts }

    /// The names of the secret settings that have a value.
    public var secretNames: [String] { secrets.keys.sorted() }
}

/// A value that must not be shown: it prints as dots, and is read only by ``reveal()``.
public struct Secret: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    private let value: String

    public init(_ value: String) { self.value = value }

    /// The value itself, for the one place that sends it.
    public func reveal() -> String { value }

    public var description: String { "••••" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
