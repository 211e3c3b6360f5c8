import Foundation

/// JSON as it is asked with and answered. A number is whole where it is written as one.
enum JSONValue: Sendable, Equatable {
    case null
    case boolean(Bool)
    case integer(Int)
    case number(Double)
    case text(String)
    case list([JSONValue])
    case object([String: JSONValue])

    /// Nil where the bytes are no JSON.
    init?(_ bytes: [UInt8]) {
        guard let value = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
        else { return nil }
        self.init(any: value)
    }

    private init(any value: Any) {
        switch value {
        case let text as String: self = .text(text)
        case let number as NSNumber where ["c", "B"].contains(String(cString: number.objCType)):
            self = .boolean(number.boolValue)
        case let number as NSNumber:
            let double = number.doubleValue
            self = Int(exactly: double).map { .integer($0) } ?? .number(double)
        case let members as [String: Any]: self = .object(members.mapValues { JSONValue(any: $0) })
        case let list as [Any]: self = .list(list.map { JSONValue(any: $0) })
        default: self = .null
        }
    }

    /// The bytes of this value, members in the order of their names.
    var bytes: [UInt8] {
        let options: JSONSerialization.WritingOptions = [
            .fragmentsAllowed, .sortedKeys, .withoutEscapingSlashes,
        ]
        return (try? JSONSerialization.data(withJSONObject: any, options: options)).map(Array.init) ?? []
    }

    private var any: Any {
        switch self {
        case .null: NSNull()
        case .boolean(let value): value
        case .integer(let value): value
        case .number(let value): value
        case .text(let value): value
        case .list(let values): values.map(\.any)
        case .object(let members): members.mapValues(\.any)
        }
    }
}

extension JSONValue {
    subscript(_ name: String) -> JSONValue? { members?[name] }

    var members: [String: JSONValue]? {
        if case .object(let members) = self { members } else { nil }
    }

    var list: [JSONValue]? {
        if case .list(let list) = self { list } else { nil }
    }

    var text: String? {
        if case .text(let text) = self { text } else { nil }
    }

    var flag: Bool? {
        if case .boolean(let value) = self { value } else { nil }
    }

    var double: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }

    /// What it is called in a message.
    var kind: String {
        switch self {
        case .null: "null"
        case .boolean: "a boolean"
        case .integer, .number: "a number"
        case .text: "a string"
        case .list: "an array"
        case .object: "an object"
        }
    }

    static func texts(_ texts: [String]) -> JSONValue { .list(texts.map { .text($0) }) }
}

extension JSONValue: ExpressibleByDictionaryLiteral {
    init(dictionaryLiteral members: (String, JSONValue)...) {
        self = .object(Dictionary(members) { first, _ in first })
    }
}
