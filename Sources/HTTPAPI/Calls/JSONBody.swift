import Foundation

/// A JSON value from a request.
package enum JSONBody: Sendable, Equatable {
    case text(String)
    case number(Double)
    case boolean(Bool)
    case list([JSONBody])
    case object([String: JSONBody])
    case null

    /// - Throws: ``Problem`` if the bytes are not JSON.
    init(_ bytes: [UInt8]) throws(Problem) {
        do { self = try JSONDecoder().decode(Decoded.self, from: Data(bytes)).value } catch {
            throw .badRequest("the body is not JSON")
        }
    }

    subscript(_ key: String) -> JSONBody? {
        if case .object(let members) = self { return members[key] }
        return nil
    }

    var text: String? { if case .text(let text) = self { text } else { nil } }
    var flag: Bool? { if case .boolean(let flag) = self { flag } else { nil } }
    var integer: Int? { if case .number(let number) = self { Int(exactly: number) } else { nil } }
    var texts: [String]? { if case .list(let values) = self { values.compactMap(\.text) } else { nil } }

    /// The kind of the value, for messages.
    var kind: String {
        switch self {
        case .text: "text"
        case .number: "a number"
        case .boolean: "true or false"
        case .list: "a list"
        case .object: "an object"
        case .null: "null"
        }
    }

    private struct Decoded: Decodable {
        let value: JSONBody

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                value = .null
            } else if let flag = try? container.decode(Bool.self) {
                value = .boolean(flag)
            } else if let number = try? container.decode(Double.self) {
                value = .number(number)
            } else if let text = try? container.decode(String.self) {
                value = .text(text)
            } else if let list = try? container.decode([Decoded].self) {
                value = .list(list.map(\.value))
            } else {
                value = .object(try container.decode([String: Decoded].self).mapValues(\.value))
            }
        }
    }
}
