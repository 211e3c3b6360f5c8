/// The one table of a provider's catalog: which field of a course comes from where, and by what rule.
///
/// The host maps with it, and `explain` prints it: there is no second description that could go stale.
public struct Mapping: Sendable {
    /// Part of every digest: raise it when a rule changes, and every item is mapped anew at the next sync.
    public let version: Int
    public let rules: [FieldRule]
    /// All source paths, in the order in which a ``SourceDocument`` carries their values.
    public let paths: [String]

    private let settings: Settings
    private let slots: [Range<Int>]

    public init(version: Int, rules: [FieldRule], settings: Settings) {
        self.version = version
        self.rules = rules
        self.settings = settings
        var paths: [String] = []
        slots = rules.map { rule in
            paths += rule.sources
            return paths.count - rule.sources.count..<paths.count
        }
        self.paths = paths
    }

    /// Makes a learning object by applying every rule in order.
    ///
    /// - Throws: ``Failure/item(_:)`` naming the source and what was wrong with it.
    public func learningObject(from document: SourceDocument) throws(Failure) -> LearningObject {
        var object = LearningObject()
        for (rule, slots) in zip(rules, slots) {
            let input = FieldInput(
                sources: rule.sources, values: document.values[slots], settings: settings)
            try rule.apply(input, &object)
        }
        return object
    }
}
