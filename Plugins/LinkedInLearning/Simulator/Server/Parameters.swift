import SimulatorSupport
/// The parameters of a request, each known, valid and there once.
struct Parameters: Sendable {
    private let values: [String: String]

    /// The declared parameters by name; `[]` stands for an index, as in `assetTypes[0]`.
    typealias Rules = [String: Rule]

    struct Rule: Sendable {
        var isRequired = false
        /// Nil takes every text.
        var choices: [String]?
        /// For a whole number.
        var range: ClosedRange<Int>?

        static let flag = Rule(choices: ["true", "false"])

        static func one(of choices: [String], isRequired: Bool = false) -> Rule {
            Rule(isRequired: isRequired, choices: choices)
        }

        static func number(_ range: ClosedRange<Int>, isRequired: Bool = false) -> Rule {
            Rule(isRequired: isRequired, range: range)
        }

        func problem(with value: String) -> String? {
            if let choices, !choices.contains(value) { return choices.joined(separator: ", ") }
            guard let range else { return nil }
            return Int(value).map(range.contains) ?? false
                ? nil : "a number from \(range.lowerBound) to \(range.upperBound)"
        }
    }

    /// The largest pages are those that public clients ask for, and that API Evangelist's description of the
    /// reports allows; the default is that description's, too.
    static let paging: Rules = ["start": .number(0...Int.max), "count": .number(1...100)]

    /// - Throws: ``Refusal`` 400 for what is unknown, invalid, missing or there twice.
    init(_ query: QueryText, _ rules: Rules) throws(Refusal) {
        var values: [String: String] = [:]
        for (name, value) in query.pairs {
            guard let rule = rules[Self.plain(name)] else {
                throw .invalid("Unpermitted parameter: \(name)")
            }
            if let right = rule.problem(with: value) {
                throw .invalid("Invalid value for \(name): \"\(value)\"; \(right) was expected")
            }
            guard values.updateValue(value, forKey: name) == nil else {
                throw .invalid("\(name) is given twice")
            }
        }
        for (name, rule) in rules.sorted(by: { $0.key < $1.key }) where rule.isRequired {
            guard values.keys.contains(where: { Self.plain($0) == name }) else {
                throw .invalid("Parameter \(name.replacing("[]", with: "[0]")) is required")
            }
        }
        self.values = values
    }

    private static func plain(_ name: String) -> String {
        name.replacing(#/\[[0-9]+\]/#, with: "[]")
    }

    subscript(_ name: String) -> String? { values[name] }

    func number(_ name: String) -> Int? { values[name].flatMap { Int($0) } }

    /// The values at the indexes from 0 on.
    ///
    /// - Throws: ``Refusal`` 400 if the indexes have a gap.
    func list(_ name: String) throws(Refusal) -> [String] {
        let indexed = name.contains("[]") ? name : name + "[]"
        var found: [String] = []
        while let value = values[indexed.replacing("[]", with: "[\(found.count)]")] { found.append(value) }
        let all = values.keys.count { Self.plain($0) == indexed }
        guard all == found.count else { throw .invalid("the indexes of \(name) do not count from 0") }
        return found
    }

    /// The query for another page, its parameters in the order of their names, as the samples show it.
    func target(_ path: String, start: Int) -> String {
        var pairs = values
        pairs["start"] = String(start)
        return path + "?"
            + pairs.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "&")
    }
}
