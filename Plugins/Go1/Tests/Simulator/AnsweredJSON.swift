import Foundation

/// JSON that was answered.
enum AnsweredJSON: Equatable, Sendable {
    case null
    case boolean(Bool)
    case number(Double)
    case text(String)
    case list([AnsweredJSON])
    case object([String: AnsweredJSON])

    /// Nil where the text is no JSON.
    ///
    /// Not by JSONDecoder: each attempt at a type that fails throws, and Swift Testing records where.
    init?(_ text: String) {
        let options: JSONSerialization.ReadingOptions = .fragmentsAllowed
        guard let value = try? JSONSerialization.jsonObject(with: Data(text.utf8), options: options) else {
            return nil
        }
        self.init(any: value)
    }

    private init(any value: Any) {
        switch value {
        case let text as String: self = .text(text)
        case let number as NSNumber where ["c", "B"].contains(String(cString: number.objCType)):
            self = .boolean(number.boolValue)
        case let number as NSNumber: self = .number(number.doubleValue)
        case let members as [String: Any]: self = .object(members.mapValues { AnsweredJSON(any: $0) })
        case let list as [Any]: self = .list(list.map { AnsweredJSON(any: $0) })
        default: self = .null
        }
    }

    subscript(_ name: String) -> AnsweredJSON? {
        guard case .object(let members) = self else { return nil }
        return members[name]
    }

    var list: [AnsweredJSON]? {
        if case .list(let list) = self { list } else { nil }
    }

    var text: String? {
        if case .text(let text) = self { text } else { nil }
    }

    var number: Double? {
        if case .number(let number) = self { number } else { nil }
    }

    var members: [String: AnsweredJSON]? {
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
