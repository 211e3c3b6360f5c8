/// A provider that accepts content and completions from the host.
///
/// Every call may be repeated. What the provider already has is not sent again, so an interrupted push can be
/// repeated without doing anything twice. The host keeps the queue and its order.
public protocol PushProvider: Provider {
    /// The fields of ``PushedContent`` that this provider does not support, with the reason to show.
    var unsupportedFields: [PushedContent.Field: String] { get }

    /// Returns what has to change at the provider for this item. Only reads.
    func plan(_ content: PushedContent, of connection: Connection) async throws(Failure) -> PushPlan

    /// Carries out a plan, or whatever is needed now.
    ///
    /// - Parameters:
    ///   - plan: The plan; nil to do whatever is needed, which reads the provider's state only once.
    ///   - content: The item as the provider should have it.
    ///   - connection: The provider and its settings.
    /// - Returns: What was done. Nil if the plan no longer fits the provider's state; then nothing was sent
    ///   and the item has to be planned again. Never nil if `plan` is nil.
    /// - Throws: ``Failure/item(_:)`` if this item is not acceptable and another attempt cannot help.
    func apply(_ plan: PushPlan?, to content: PushedContent, of connection: Connection) async throws(Failure)
        -> PushResult?

    /// Returns what a completion needs, as for content.
    func plan(_ completion: PushedCompletion, of connection: Connection) async throws(Failure) -> PushPlan

    /// Carries out what a completion needs, as for content.
    func apply(_ plan: PushPlan?, to completion: PushedCompletion, of connection: Connection)
        async throws(Failure) -> PushResult?
}

/// What would be done at the provider for one item.
public struct PushPlan: Sendable, Equatable {
    public enum Action: String, Sendable, CaseIterable {
        case create, update, unpublish, complete, unchanged, refuse
    }

    public let action: Action
    /// The writes to make, in order, in words for an administrator; empty if there is nothing to send.
    public let steps: [String]
    /// Why the item is refused, or what an administrator has to know, such as unsupported fields.
    public let notes: [String]
    /// The provider's state at planning time. It is compared before the plan is carried out.
    public let basis: String

    public init(_ action: Action, steps: [String] = [], notes: [String] = [], basis: String) {
        self.action = action
        self.steps = steps
        self.notes = notes
        self.basis = basis
    }
}

/// What was done at the provider.
public struct PushResult: Sendable, Equatable {
    public enum Outcome: String, Sendable, CaseIterable {
        case created, updated, unchanged, unpublished, completed, refused
    }

    public let outcome: Outcome
    /// Why it was refused, or what an administrator has to know.
    public let notes: [String]
    /// The id under which the provider's catalog lists the content, by which the host recognizes it there (rule
    /// P14); nil if unknown.
    public let contentID: String?
    /// Whether the content was published before; nil if unknown.
    public let wasPublished: Bool?

    public init(
        _ outcome: Outcome, notes: [String] = [], contentID: String? = nil, wasPublished: Bool? = nil
    ) {
        self.outcome = outcome
        self.notes = notes
        self.contentID = contentID
        self.wasPublished = wasPublished
    }
}
