/// A JSON value as it goes over the wire: members keep their order, numbers their spelling.
package indirect enum WireValue: Sendable, Equatable {
    case null
    case boolean(Bool)
    /// A number as written, such as `45` or `12.5`.
    case number(String)
    case text(String)
    case list([WireValue])
    case object([Member])

    /// One member of an object.
    package struct Member: Sendable, Equatable {
        package let name: String
        package let value: WireValue

        package init(_ name: String, _ value: WireValue) {
            self.name = name
            self.value = value
        }
    }

    /// An object of the members that have a value: nil leaves a member out, `.null` writes it.
    static func members(_ pairs: KeyValuePairs<String, WireValue?>) -> WireValue {
        .object(pairs.compactMap { name, value in value.map { Member(name, $0) } })
    }

    static func texts(_ texts: [String]) -> WireValue { .list(texts.map(WireValue.text)) }

    /// The text or the number's spelling, for sorting and searching.
    var plain: String? {
        switch self {
        case .text(let text), .number(let text): text
        default: nil
        }
    }

    /// The value of a member of an object.
    subscript(_ name: String) -> WireValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }
}

extension WireValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByFloatLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self = .text(value) }
    package init(integerLiteral value: Int) { self = .number(String(value)) }
    package init(booleanLiteral value: Bool) { self = .boolean(value) }
    package init(floatLiteral value: Double) { self = .number("\(value)") }
    package init(arrayLiteral elements: WireValue...) { self = .list(elements) }
    package init(dictionaryLiteral elements: (String, WireValue)...) {
        self = .object(elements.map { Member($0.0, $0.1) })
    }

    init(_ number: Int) { self = .number(String(number)) }
}
