public import Foundation

/// A setting that a provider declares.
public struct Setting: Sendable {
    /// The type of a value.
    public enum Kind: Sendable, Equatable {
        case text
        /// An absolute http(s) URL. Plain http is allowed only to this machine.
        case url
        /// An absolute http(s) URL with scheme, host and port only.
        case origin
        /// An integer within the bounds.
        case integer(ClosedRange<Int>)
        case boolean
        /// A BCP 47 language tag.
        case language
        /// A day as `YYYY-MM-DD`, in the years 1970 to 9999.
        case date
        /// A client certificate and its private key, both as PEM; always secret. A file gives it by `${file:…}`.
        case certificate
        /// One of the given values.
        case choice([String])
    }

    public let name: String
    public let kind: Kind
    public let required: Bool
    /// Whether the value is masked wherever it could be shown.
    public let secret: Bool
    /// The name as people read it: `Client ID` for `client_id`.
    public internal(set) var label: String
    /// One sentence for the person who enters the value.
    public internal(set) var help: String
    /// The value if the file gives none, written as in the file.
    public let defaultValue: String?

    public init(
        _ name: String, _ kind: Kind, required: Bool = false, secret: Bool = false,
        default defaultValue: String? = nil, label: String? = nil, help: String
    ) {
        self.name = name
        self.label = label ?? name.inWords
        self.kind = kind
        self.required = required
        self.secret = secret || kind == .certificate
        self.defaultValue = defaultValue
        self.help = help
    }
}

extension Setting.Kind: CustomStringConvertible {
    /// A short description of the type, such as `1 to 50`.
    public var description: String {
        switch self {
        case .text: "text"
        case .url: "URL"
        case .origin: "origin"
        case .integer(let range): "\(range.lowerBound) to \(range.upperBound)"
        case .boolean: "true or false"
        case .language: "language tag"
        case .date: "date"
        case .certificate: "certificate"
        case .choice(let values): values.joined(separator: " | ")
        }
    }
}

/// The settings of one connection, checked against their declarations, with defaults filled in.
public struct Settings: Sendable, Equatable {
    private let texts: [String: String]
    private let secrets: [String: Secret]

    /// - Parameters:
    ///   - texts: The values of settings that are not secret, by name, as written.
    ///   - secrets: The values of secret settings, by name.
    public init(texts: [String: String], secrets: [String: Secret] = [:]) {
        self.texts = texts
        self.secrets = secrets
    }

    /// The value of a setting that is not secret; nil if it has neither a value nor a default.
    public subscript(_ name: String) -> String? { texts[name] }

    /// The value of an integer setting.
    public func integer(_ name: String) -> Int? { texts[name].flatMap(Int.init) }

    /// The value of a boolean setting (`true` or `false`).
    public func boolean(_ name: String) -> Bool? { texts[name].flatMap(Bool.init) }

    /// The begin of the day of a date setting, in UTC.
    public func date(_ name: String) -> Date? { texts[name].flatMap(Timestamp.day) }

    /// The value of a secret setting.
    public func secret(_ name: String) -> Secret? { secrets[name] }

    /// All values that are not secret, by name.
    public var plain: [String: String] { texts }

    /// The names of the secret settings that have a value, sorted.
    public var secretNames: [String] { secrets.keys.sorted() }
}

/// A value that must not be shown. It prints as dots; only ``reveal()`` returns the value.
public struct Secret: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    private let value: String

    public init(_ value: String) { self.value = value }

    /// Returns the value, for the code that sends it.
    public func reveal() -> String { value }

    public var description: String { "••••" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
