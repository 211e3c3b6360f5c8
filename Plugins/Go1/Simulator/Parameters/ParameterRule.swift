import SimulatorSupport
import ConnectorKit

/// The allowed values of a parameter.
struct ParameterRule: Sendable {
    /// The name as sent, without brackets for ``Kind/times`` and similar kinds.
    let name: String
    let kind: Kind
    /// Whether it may occur several times.
    let repeats: Bool

    enum Kind: Sendable {
        case text
        case boolean
        /// A whole number within the bounds.
        case integer(ClosedRange<Int>)
        case choice([String])
        /// One or more of the values, separated by commas.
        case choices([String])
        /// Whole numbers, separated by commas.
        case numbers
        /// Two letters, optionally followed by a hyphen and a country of two letters.
        case language
        /// The same in lower case.
        case lowerCaseLanguage
        /// ISO 8601.
        case time
        /// `name[min]` and `name[max]`, ISO 8601.
        case times
        /// `name[min]` and `name[max]`, numbers within the bounds.
        case bounds(ClosedRange<Double>)
        /// `name[0][min]`, `name[0][max]`, `name[1][min]` and so on, minutes.
        case spans
    }

    init(_ name: String, _ kind: Kind, repeats: Bool = false) {
        self.name = name
        self.kind = kind
        self.repeats = repeats
    }

    /// Whether the rule applies to the parameter with this name.
    func applies(to sent: String) -> Bool {
        switch kind {
        case .times, .bounds: return sent == "\(name)[min]" || sent == "\(name)[max]"
        case .spans:
            guard sent.hasPrefix("\(name)["), sent.hasSuffix("][min]") || sent.hasSuffix("][max]") else {
                return false
            }
            return sent.dropFirst(name.count + 1).dropLast(6).allSatisfy(\.isNumber)
        default: return sent == name
        }
    }

    /// - Throws: ``Refusal`` 400, which says what would be right.
    func check(_ sent: String, _ value: String) throws(Refusal) {
        guard let expected = problem(value) else { return }
        throw .invalid("\(sent) is \"\(value.prefix(80))\"; \(expected) was expected")
    }

    private func problem(_ value: String) -> String? {
        switch kind {
        case .text: return value.isEmpty ? "some text" : nil
        case .boolean: return value == "true" || value == "false" ? nil : "true or false"
        case .integer(let range):
            if let number = Int(value), range.contains(number) { return nil }
            return range.upperBound == .max
                ? "a whole number from \(range.lowerBound)"
                : "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .choice(let values):
            return values.contains(value) ? nil : "one of \(values.joined(separator: ", "))"
        case .choices(let values):
            let given = value.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            return given.allSatisfy(values.contains)
                ? nil : "one or more of \(values.joined(separator: ", "))"
        case .numbers:
            let given = value.split(separator: ",", omittingEmptySubsequences: false)
            return given.allSatisfy { Int($0) != nil } ? nil : "one or more whole numbers"
        case .language, .lowerCaseLanguage:
            let isLanguage = value.wholeMatch(of: /[A-Za-z]{2}(-[A-Za-z]{2})?/) != nil
            if case .language = kind, isLanguage { return nil }
            return isLanguage && value == value.lowercased() ? nil : "a language such as en or en-us"
        case .time, .times: return Self.time(value, isMaximum: false) == nil ? "an ISO 8601 time" : nil
        case .bounds(let range):
            return Double(value).map(range.contains) == true
                ? nil : "a number from \(Self.plain(range.lowerBound)) to \(Self.plain(range.upperBound))"
        case .spans: return Double(value).map { $0 >= 0 } == true ? nil : "a number of minutes"
        }
    }

    /// Returns milliseconds since 1970. A bare day is its first moment, or its last as a maximum, since both
    /// ends are inclusive. A time without an offset is UTC (our decisions).
    static func time(_ value: String, isMaximum: Bool) -> Int64? {
        Timestamp.milliseconds(value) ?? Timestamp.milliseconds(value + "Z")
            ?? Timestamp.milliseconds(value + (isMaximum ? "T23:59:59.999Z" : "T00:00:00Z"))
    }

    private static func plain(_ number: Double) -> String {
        number == number.rounded() ? String(Int(number)) : String(number)
    }
}
