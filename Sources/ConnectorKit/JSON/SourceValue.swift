/// A value as the provider sent it.
public enum SourceValue: Sendable, Equatable {
    case text(String)
    /// The number as written, such as `45` or `1.5e3`.
    case number(String)
    case boolean(Bool)
    case null
    /// A list or object, although a single value was expected.
    case composite(String)

    /// The kind for a message, such as `a number`.
    public var kind: String {
        switch self {
        case .text: "text"
        case .number: "a number"
        case .boolean: "true or false"
        case .null: "null"
        case .composite(let kind): kind
        }
    }
}

/// The values of one item at the paths of a ``Mapping``, in the order of ``Mapping/paths``.
public struct SourceDocument: Sendable {
    /// For each path, the values found: none, one, or one for each element of a list.
    public let values: [[SourceValue]]

    public init(values: [[SourceValue]]) {
        self.values = values
    }
}
