import Foundation

/// JSON that was answered.
enum AnsweredJSON: Decodable, Equatable, Sendable {
    case null
    case boolean(Bool)
    case number(Double)
    case text(String)
    case list([AnsweredJSON])
    case object([String: AnsweredJSON])

    /// Nil where the text is no JSON.
    init?(_ text: String) {
        guard let value = try? JSONDecoder().decode(AnsweredJSON.self, from: Data(text.utf8)) else { return nil }
        self = value
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if container.decodeNil() {
            self = .null
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let flag = try? container.decode(Bool.self) {
            self = .boolean(flag)
        } else if let members = try? container.decode([String: AnsweredJSON].self) {
            self = .object(members)
        } else {
            self = .list(try container.decode([AnsweredJSON].self))
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
