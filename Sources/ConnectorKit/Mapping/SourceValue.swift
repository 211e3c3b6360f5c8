/// A value as the provider sent it.
public enum SourceValue: Sendable, Equatable {
    case text(String)
    /// The number as written, such as `45` or `1.5e3`.
    case number(String)
    case boolean(Bool)
    case null
    /// A list or object where a single value was looked for.
    case composite(String)

    /// What it is, for a message: `a number`.
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

/// The values of one item, found at the paths of a ``Mapping``, in the order of ``Mapping/paths``.
public struct SourceDocument: Sendable {
    /// For each path, what was found there: nothing, one value, or one for each element of a list.
    public let values: [[SourceValue]]

    public init(values: [[SourceValue]]) {
        self.values = values
    }
}
