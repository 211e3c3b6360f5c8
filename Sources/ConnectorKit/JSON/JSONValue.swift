package import Foundation

/// Any JSON. Members keep their order and numbers their spelling, so that nothing is lost or changed on the way.
package enum JSONValue: Sendable, Equatable {
    case null
    case boolean(Bool)
    /// A number as written, such as `45` or `12.5`.
    case number(String)
    case text(String)
    case list([JSONValue])
    case object(JSONObject)

    package static func integer(_ number: Int) -> JSONValue { .number(String(number)) }
    package static func integer(_ number: Int64) -> JSONValue { .number(String(number)) }

    /// A whole number is written without a fraction.
    package static func number(_ number: Double) -> JSONValue {
        .number(Int64(exactly: number).map { String($0) } ?? String(number))
    }

    /// ISO 8601 in UTC; null for nil.
    package static func time(_ date: Date?) -> JSONValue { date.map { .text(Timestamp.text($0)) } ?? .null }

    package static func texts(_ texts: [String]) -> JSONValue { .list(texts.map { .text($0) }) }

    package static func optional(_ text: String?) -> JSONValue { text.map { .text($0) } ?? .null }

    package static func optional(_ number: Int?) -> JSONValue { number.map { .integer($0) } ?? .null }

    /// An object with its members in the order of their names.
    package static func object(sorting members: [String: JSONValue]) -> JSONValue {
        .object(JSONObject(members.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }))
    }

    /// An object of the members that have a value: nil leaves a member out, `.null` writes it.
    package static func members(_ pairs: KeyValuePairs<String, JSONValue?>) -> JSONValue {
        .object(JSONObject(pairs.compactMap { name, value in value.map { (name, $0) } }))
    }
}

/// The members of a JSON object, in their order. Equality ignores the order.
package struct JSONObject: Sendable, Equatable {
    package struct Member: Sendable, Equatable {
        package let name: String
        package let value: JSONValue

        package init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    package var members: [Member]

    package init(members: [Member] = []) { self.members = members }

    package init(_ members: [(String, JSONValue)]) { self.members = members.map { Member($0.0, $0.1) } }

    package var names: [String] { members.map(\.name) }

    /// The value of the first member of a name.
    package subscript(_ name: String) -> JSONValue? { members.first { $0.name == name }?.value }

    package static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.members.count == right.members.count
            && left.members.allSatisfy { $0.value == right[$0.name] }
    }
}

// MARK: - Parts

extension JSONValue {
    /// The value of a member; nil if there is none or this is no object.
    package subscript(_ name: String) -> JSONValue? { object?[name] }

    package var object: JSONObject? { if case .object(let object) = self { object } else { nil } }

    /// The members of an object by their names; of members with equal names the first.
    package var members: [String: JSONValue]? {
        object.map { Dictionary($0.members.map { ($0.name, $0.value) }) { first, _ in first } }
    }

    package var list: [JSONValue]? { if case .list(let list) = self { list } else { nil } }

    package var text: String? { if case .text(let text) = self { text } else { nil } }

    package var flag: Bool? { if case .boolean(let flag) = self { flag } else { nil } }

    package var double: Double? { if case .number(let number) = self { Double(number) } else { nil } }

    /// The number, if it is whole however it is written.
    package var integer: Int? {
        if case .number(let number) = self { Int(number) ?? double.flatMap { Int(exactly: $0) } } else { nil }
    }

    /// The elements of a list of texts; nil if one of them is no text.
    package var texts: [String]? { list?.map(\.text) as? [String] }

    /// The value with the members of objects in the order of their names and numbers in one spelling, so that
    /// equal values have equal texts.
    package var canonical: JSONValue {
        switch self {
        case .number(let digits):
            Int64(digits) == nil ? double.map { .number($0) } ?? self : self
        case .list(let values): .list(values.map(\.canonical))
        case .object: .object(sorting: (members ?? [:]).mapValues(\.canonical))
        case .null, .boolean, .text: self
        }
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral members: (String, JSONValue)...) { self.init(members) }
}
