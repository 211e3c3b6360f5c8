/// A provider that takes content and completions from us.
///
/// Every call may be repeated: what stands at the provider already is not sent again, so that a push that was
/// interrupted anywhere and begun anew does nothing twice. The host keeps the queue and the order.
public protocol PushProvider: Provider {
    /// Fields of ``PushedContent`` that this provider cannot carry, with the reason as an outcome states it.
    var notCarried: [PushedContent.Field: String] { get }

    /// What an item would need to stand at the provider as it should. Asks, and changes nothing.
    func plan(_ content: PushedContent, of connection: Connection) async throws(Failure) -> PushPlan

    /// Does what a plan says, or what is needed now.
    ///
    /// - Parameters:
    ///   - plan: what was planned; nil does whatever is needed, so that what stands is read once.
    ///   - content: the item as it is to stand there.
    ///   - connection: the provider as it is reached.
    /// - Returns: what was done; nil where the plan no longer fits what stands at the provider, and nothing was
    ///   sent: it is to be planned anew. Never nil without a plan.
    /// - Throws: ``Failure/item(_:)`` where this item cannot be taken and trying again will not help.
    func apply(_ plan: PushPlan?, to content: PushedContent, of connection: Connection) async throws(Failure)
        -> PushResult?

    /// What a completion would need; as for content.
    func plan(_ completion: PushedCompletion, of connection: Connection) async throws(Failure) -> PushPlan

    /// Does what a completion needs; as for content.
    func apply(_ plan: PushPlan?, to completion: PushedCompletion, of connection: Connection)
        async throws(Failure) -> PushResult?
}

/// What would be done at the provider for one item.
public struct PushPlan: Sendable, Equatable {
    public enum Action: String, Sendable, CaseIterable {
        case create, update, unpublish, complete, unchanged, refuse
    }

    public let action: Action
    /// The writes that are to be made, in order, as an administrator reads them; empty where there is nothing to
    /// send.
    public let steps: [String]
    /// Why it is refused, or what the administrator has to know, such as what is not carried.
    public let notes: [String]
    /// What stood at the provider when it was planned; compared before it is done.
    public let basis: String

    public init(_ action: Action, steps: [String] = [], notes: [String] = [], basis: String) {
        self.action = action
        self.steps = steps
        self.notes = notes
        self.basis = basis
    }
}

/// What was done.
public struct PushResult: Sendable, Equatable {
    public enum Outcome: String, Sendable, CaseIterable {
        case created, updated, unchanged, unpublished, completed, refused
    }

    public let outcome: Outcome
    /// Why it was refused, or what the administrator has to know.
    public let notes: [String]

    public init(_ outcome: Outcome, notes: [String] = []) {
        self.outcome = outcome
        self.notes = notes
    }
}
