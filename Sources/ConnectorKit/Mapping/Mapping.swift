/// The table of a provider's catalog: the sources and the rule of each field of a course.
///
/// The host maps items with it, and `explain` prints it, so there is no second description to keep current.
public struct Mapping: Sendable {
    /// Part of every digest. Raise it if a rule changes: every item is then mapped again at the next sync.
    public let version: Int
    public let rules: [FieldRule]
    /// All source paths, in the order of the values of a ``SourceDocument``.
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
    /// - Throws: ``Failure/item(_:)``, which names the source and what was wrong with it.
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
