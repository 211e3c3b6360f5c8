import Foundation

/// A value that a statement takes.
enum SQLValue: Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case bytes(Data)
    /// A list, for ``Dialect/isAmong(_:_:)``.
    case texts([String])
    case integers([Int64])
}

/// A type whose values a statement takes.
protocol Bindable: Sendable {
    var value: SQLValue { get }
    func bind(to parameters: any ParameterSink) throws
}

extension Bindable {
    func bind(to parameters: any ParameterSink) throws { try parameters.bind(value) }
}

extension Int64: Bindable {
    var value: SQLValue { .integer(self) }
    func bind(to parameters: any ParameterSink) throws { try parameters.bind(self) }
}

extension Int: Bindable {
    var value: SQLValue { .integer(Int64(self)) }
    func bind(to parameters: any ParameterSink) throws { try parameters.bind(Int64(self)) }
}

extension String: Bindable {
    var value: SQLValue { .text(self) }
    func bind(to parameters: any ParameterSink) throws { try parameters.bind(self) }
}

/// Stored as 0 or 1, so that statements compare it in the same way on every engine.
extension Bool: Bindable { var value: SQLValue { .integer(self ? 1 : 0) } }
extension Double: Bindable { var value: SQLValue { .real(self) } }
extension Date: Bindable { var value: SQLValue { .integer(Instant.milliseconds(self)) } }
extension Data: Bindable { var value: SQLValue { .bytes(self) } }

/// A type that lists are made of.
protocol ListElement: Sendable {
    static func list(_ elements: [Self]) -> SQLValue
}

extension String: ListElement { static func list(_ elements: [String]) -> SQLValue { .texts(elements) } }
extension Int64: ListElement { static func list(_ elements: [Int64]) -> SQLValue { .integers(elements) } }
extension Array: Bindable where Element: ListElement { var value: SQLValue { Element.list(self) } }

extension Optional: Bindable where Wrapped: Bindable {
    var value: SQLValue { self?.value ?? .null }

    func bind(to parameters: any ParameterSink) throws {
        if let self { try self.bind(to: parameters) } else { try parameters.bind(.null) }
    }
}

/// The values of one execution of a statement: by position for `?`, by name for `:name`.
struct Values: Sendable, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    private(set) var positional: [SQLValue] = []
    private(set) var named: [(name: String, value: SQLValue)] = []

    init(arrayLiteral elements: (any Bindable)?...) { positional = elements.map { $0?.value ?? .null } }

    init(dictionaryLiteral elements: (String, (any Bindable)?)...) {
        named = elements.map { ($0, $1?.value ?? .null) }
    }

    static func += (values: inout Values, others: Values) {
        values.positional += others.positional
        values.named += others.named
    }

    static func + (values: Values, others: Values) -> Values {
        var sum = values
        sum += others
        return sum
    }
}
