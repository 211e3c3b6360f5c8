import ConnectorKit
import Model

/// The keys that a schema names, by where they stand.
struct SchemaPaths {
    private let root: JSONValue

    init(_ root: JSONValue) { self.root = root }

    /// Every section with the names of its keys, sorted.
    var sections: [(path: [String], names: [String])] { Self.sections(root, []) }

    /// Every key.
    var all: [[String]] { sections.flatMap { path, names in names.map { path + [$0] } } }

    /// A file with a value for each key that must be there and, if wanted, the default of each that has one.
    func least(withDefaults: Bool) -> JSONValue { Self.least(root, withDefaults) }

    /// A file that holds nothing but a value at a path.
    static func yaml(_ path: [String], _ value: String) -> String {
        path.reversed().reduce(value) { "{ \($1): \($0) }" } + "\n"
    }

    private static func sections(_ schema: JSONValue, _ path: [String]) -> [(path: [String], names: [String])]
    {
        alternatives(schema).flatMap { schema -> [(path: [String], names: [String])] in
            guard let properties = schema.keywords["properties"]?.keywords else { return [] }
            let names = properties.keys.sorted()
            return [(path, names)]
                + names.flatMap { sections(properties[$0] ?? .null, path + [$0]) }
        }
    }

    private static func alternatives(_ schema: JSONValue) -> [JSONValue] {
        [schema] + (schema.keywords["anyOf"]?.list ?? [])
    }

    private static func least(_ schema: JSONValue, _ withDefaults: Bool) -> JSONValue {
        if withDefaults, let value = schema.keywords["default"] { return value }
        guard let properties = schema.keywords["properties"]?.keywords else {
            if let least = alternatives(schema).compactMap({ $0.keywords["minimum"] }).first { return least }
            let isAddress = alternatives(schema).contains {
                $0.keywords["pattern"]?.plain.hasPrefix("^([Hh]") ?? false
            }
            return .text(isAddress ? "https://a.example" : "x")
        }
        let required = Set(schema.keywords["required"]?.list?.map(\.plain) ?? [])
        return .object(
            sorting: properties.filter { name, schema in
                required.contains(name) || schema.keywords["properties"] != nil
                    || (withDefaults && schema.keywords["default"] != nil)
            }.mapValues { least($0, withDefaults) })
    }
}

extension JSONValue {
    /// The value as a YAML flow value.
    var flow: String {
        switch self {
        case .text(let text): "\"\(text)\""
        case .list(let items): "[\(items.map(\.flow).joined(separator: ", "))]"
        case .object:
            "{ " + keywords.sorted { $0.key < $1.key }.map { "\($0): \($1.flow)" }.joined(separator: ", ")
                + " }"
        case .null, .boolean, .number: plain
        }
    }
}
