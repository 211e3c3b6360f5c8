import ConnectorKit

/// The mapping rules of one generation, prepared for reading pages.
struct CatalogTable: Sendable {
    /// Raise it with every change of a rule.
    static let version = 2

    let rules: [FieldRule]
    let paths: JSONPaths
    /// The indices of the paths that hold the external id.
    let identity: Range<Int>
    /// The indices of the paths that hold the type.
    let kind: Range<Int>

    init(_ rules: [FieldRule]) {
        self.rules = rules
        paths = JSONPaths(rules.flatMap(\.sources))
        identity = Self.slots(of: .externalID, in: rules)
        kind = Self.slots(of: .providerType, in: rules)
    }

    func mapping(_ settings: Settings) -> Mapping {
        Mapping(version: Self.version, rules: rules, settings: settings)
    }

    private static func slots(of field: CourseField, in rules: [FieldRule]) -> Range<Int> {
        var start = 0
        for rule in rules {
            if rule.field == field { return start..<start + rule.sources.count }
            start += rule.sources.count
        }
        return 0..<0
    }
}
