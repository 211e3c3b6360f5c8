public import ConnectorKit
public import Testing

/// One promise a provider keeps, and how that is checked.
public struct ConformanceCase: Sendable, Identifiable, CustomTestStringConvertible {
    /// A short name, such as `early-end`.
    public let id: String
    /// Whose promise it is; nil: every provider's.
    public let capability: Capability?
    /// The promise in one sentence.
    public let guarantee: String
    /// How it is checked, in one sentence.
    public let method: String

    /// Tries a provider.
    ///
    /// - Returns: what was seen, for the table.
    /// - Throws: ``Violation`` or ``Skip``.
    let check: @Sendable (Trial) async throws -> String

    init(
        _ id: String, of capability: Capability?, guarantee: String, method: String,
        check: @escaping @Sendable (Trial) async throws -> String
    ) {
        self.id = id
        self.capability = capability
        self.guarantee = guarantee
        self.method = method
        self.check = check
    }

    public var testDescription: String { id }

    /// All cases, in the order of the tables. A capability's cases are listed in its own folder.
    public static let all = general + catalog + statistics + webhooks + push

    /// What every provider promises.
    static let general: [ConformanceCase] = [.descriptor, .credentials]
}
