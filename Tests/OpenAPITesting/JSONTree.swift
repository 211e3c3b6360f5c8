import Foundation
import Yams

/// A value of a description, or one that is checked against it.
public enum JSONTree: Sendable, Equatable {
    case null
    case boolean(Bool)
    case number(Double)
    case text(String)
    case list([JSONTree])
    case object([String: JSONTree])

    /// Nil where the text is no JSON.
    public init?(json text: String) {
        let options: JSONSerialization.ReadingOptions = .fragmentsAllowed
        guard let value = try? JSONSerialization.jsonObject(with: Data(text.utf8), options: options) else {
            return nil
        }
        self.init(any: value)
    }

    /// - Throws: what Yams throws where the text is no YAML.
    public init(yaml text: String) throws {
        self.init(any: try Yams.load(yaml: text) ?? NSNull())
    }

    private init(any value: Any) {
        switch value {
        case let text as String: self = .text(text)
        case let number as NSNumber where ["c", "B"].contains(String(cString: number.objCType)):
            self = .boolean(number.boolValue)
        case let number as NSNumber: self = .number(number.doubleValue)
        case let flag as Bool: self = .boolean(flag)
        case let number as Int: self = .number(Double(number))
        case let number as Double: self = .number(number)
        case let members as [String: Any]: self = .object(members.mapValues { JSONTree(any: $0) })
        case let members as [AnyHashable: Any]:
            self = .object(
                Dictionary(members.map { ("\($0.key)", JSONTree(any: $0.value)) }) { first, _ in first })
        case let list as [Any]: self = .list(list.map { JSONTree(any: $0) })
        default: self = .null
        }
    }

    public subscript(_ name: String) -> JSONTree? { members?[name] }

    public var list: [JSONTree]? {
        if case .list(let list) = self { list } else { nil }
    }

    public var text: String? {
        if case .text(let text) = self { text } else { nil }
    }

    public var number: Double? {
        if case .number(let number) = self { number } else { nil }
    }

    public var members: [String: JSONTree]? {
        if case .object(let members) = self { members } else { nil }
    }

    var kind: String {
        switch self {
        case .null: "null"
        case .boolean: "boolean"
        case .number: "number"
        case .text: "string"
        case .list: "array"
        case .object: "object"
        }
    }
}
