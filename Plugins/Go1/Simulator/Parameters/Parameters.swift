/// The parameters of a request, each known and valid.
struct Parameters: Sendable {
    private let pairs: [(name: String, value: String)]

    /// - Throws: ``Refusal`` 400 for the first parameter that is unknown, has an invalid value, or occurs
    ///   twice without being a list (the last is our decision, since it is not documented which one counts).
    init(_ query: Query, rules: [ParameterRule], of operation: String) throws(Refusal) {
        var seen: Set<String> = []
        for (name, value) in query.pairs {
            guard let rule = rules.first(where: { $0.applies(to: name) }) else {
                throw .invalid("\"\(name)\" is no parameter of \(operation)")
            }
            if !rule.repeats, !seen.insert(name).inserted {
                throw .invalid("\(name) is given twice; one value was expected")
            }
            try rule.check(name, value)
        }
        pairs = query.pairs
    }

    subscript(_ name: String) -> String? { pairs.first { $0.name == name }?.value }

    func all(_ name: String) -> [String] { pairs.filter { $0.name == name }.map(\.value) }

    func integer(_ name: String) -> Int? { self[name].flatMap { Int($0) } }

    func flag(_ name: String) -> Bool? { self[name].map { $0 == "true" } }

    /// Returns the values of a comma-separated list.
    func list(_ name: String) -> [String] { self[name]?.split(separator: ",").map(String.init) ?? [] }

    /// Returns `name[min]` and `name[max]` as times in milliseconds since 1970.
    func times(_ name: String) -> ClosedInterval<Int64>? {
        .init(
            min: self["\(name)[min]"].flatMap { ParameterRule.time($0, isMaximum: false) },
            max: self["\(name)[max]"].flatMap { ParameterRule.time($0, isMaximum: true) })
    }

    /// Returns `name_gte` and `name_lte` as times in milliseconds since 1970.
    func span(_ name: String) -> ClosedInterval<Int64>? {
        .init(
            min: self["\(name)_gte"].flatMap { ParameterRule.time($0, isMaximum: false) },
            max: self["\(name)_lte"].flatMap { ParameterRule.time($0, isMaximum: true) })
    }

    /// Returns `name[min]` and `name[max]` as numbers.
    func bounds(_ name: String) -> ClosedInterval<Double>? {
        .init(min: self["\(name)[min]"].flatMap(Double.init), max: self["\(name)[max]"].flatMap(Double.init))
    }

    /// Returns the ranges of `name[0][min]` and so on. Those without an index count as one each.
    func spans(_ name: String) -> [ClosedInterval<Double>] {
        var spans: [String: (min: Double?, max: Double?)] = [:]
        var order: [String] = []
        for (position, pair) in pairs.enumerated() where pair.name.hasPrefix("\(name)[") {
            let index = String(pair.name.dropFirst(name.count + 1).prefix { $0 != "]" })
            let key = index.isEmpty ? "at \(position)" : index
            if spans[key] == nil { order.append(key) }
            if pair.name.hasSuffix("[min]") {
                spans[key, default: (nil, nil)].min = Double(pair.value)
            } else {
                spans[key, default: (nil, nil)].max = Double(pair.value)
            }
        }
        return order.compactMap { key in spans[key].flatMap { ClosedInterval(min: $0.min, max: $0.max) } }
    }

    /// Returns the parameters that select and order the items, in a canonical form.
    func key(without others: Set<String>) -> String {
        pairs.filter { !others.contains($0.name) }.map { "\($0.name)=\($0.value)" }.sorted()
            .joined(separator: "&")
    }
}

/// An interval that includes both ends; nil means an open end.
struct ClosedInterval<Bound: Comparable & Sendable>: Sendable, Equatable {
    let min: Bound?
    let max: Bound?

    /// Returns nil if both ends are open.
    init?(min: Bound?, max: Bound?) {
        guard min != nil || max != nil else { return nil }
        self.min = min
        self.max = max
    }

    /// Nil is in no interval.
    func contains(_ value: Bound?) -> Bool {
        guard let value else { return false }
        if let min, value < min { return false }
        if let max, value > max { return false }
        return true
    }
}
