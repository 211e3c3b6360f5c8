public import Foundation

/// A platform during one run: takes courses and statistics in batches, processes them in its own time, and
/// reports the result of each item.
///
/// Payloads are text that the host stores. Two items are the same for the platform if their payloads are equal.
public protocol PlatformClient: Sendable {
    /// Reads back what the platform holds; nil if it cannot be read back.
    var reader: (any PlatformReader)? { get }

    /// What payloads depend on besides their content: if this changes, all are made and compared again.
    var rendering: String { get }

    /// What adds or replaces a course. Pure: the same content gives the same payload.
    func item(for content: LearningObject) -> DeliveryItem
    /// What archives a course.
    func item(archiving externalID: String) -> DeliveryItem
    /// What reports a learner's progress.
    func item(for statistic: LearnerStatistic) -> DeliveryItem

    /// Checks that the credentials are accepted, the group exists, and its administrator has the rights that
    /// delivery needs.
    ///
    /// - Throws: ``Failure`` with what is wrong.
    func verify(group: String, admin: String) async throws(Failure)

    /// The groups that the platform has, for a person to choose from; empty if it cannot list them.
    func groups() async throws(Failure) -> [ListedGroup]

    /// Finds or creates the place where the courses of a deployment live, and updates it to match the plan.
    ///
    /// Calling it twice makes one place.
    ///
    /// - Parameters:
    ///   - plan: how the place should be.
    ///   - known: the place as it was made for a plan of the same name and group; it is meant even if a person
    ///     renamed or moved it since.
    func prepare(_ plan: DestinationPlan, known: Destination?) async throws(Failure) -> Destination

    /// Whether the platform still has a place.
    func has(_ destination: Destination) async throws(Failure) -> Bool

    /// Sends a batch.
    ///
    /// - Throws: ``Failure/transient(_:)`` if it is unknown whether the platform took the batch:
    ///   ``operation(taking:of:in:since:besides:)`` finds out. ``Failure/item(_:)`` if it refused the batch
    ///   because of what an item holds.
    func submit(
        _ kind: BatchKind, _ items: [DeliveryItem], to destination: Destination
    ) async throws(Failure) -> OperationID

    /// Waits until an operation has ended, also one of an earlier run.
    ///
    /// - Throws: ``Failure/transient(_:)`` if it takes too long; the next run asks again.
    func outcome(of operation: OperationID) async throws(Failure) -> BatchOutcome

    /// The operation that took a batch whose answer was lost; nil if none did.
    ///
    /// - Parameters:
    ///   - keys: those of the batch.
    ///   - kind: what the batch holds.
    ///   - destination: where it was sent. An operation of another place may have the same keys: that of another
    ///     host, such as the test environment's.
    ///   - date: when it was sent, by this machine's clock.
    ///   - known: operations that are accounted for.
    func operation(
        taking keys: Set<String>, of kind: BatchKind, in destination: Destination, since date: Date,
        besides known: Set<OperationID>
    ) async throws(Failure) -> OperationID?

    /// Whether the platform has a learner with this e-mail address.
    func hasLearner(_ mail: String) async throws(Failure) -> Bool

    /// Takes a course out of the archive.
    ///
    /// - Parameters:
    ///   - externalID: the provider's id of the course.
    ///   - resource: the platform's id of the course, from an earlier outcome; nil if unknown.
    ///   - destination: the place that holds it.
    /// - Returns: nil if the platform does not have the course, though it was delivered.
    func restore(
        _ externalID: String, resource: String?, in destination: Destination
    ) async throws(Failure) -> ItemResult?

    /// Adds the provider's tags to those that people gave a course.
    ///
    /// - Parameters:
    ///   - externalID: the provider's id of the course.
    ///   - resource: the platform's id of the course, from an earlier outcome; nil if unknown.
    ///   - destination: the place that holds it.
    ///   - names: the tags that the provider gives.
    ///   - owned: the tags that earlier calls added, as they returned them.
    ///   - recording: called with the tags that will be there because of the provider alone, before anything
    ///     is written.
    /// - Returns: nil if the platform does not have the course, though it was delivered.
    func tag(
        _ externalID: String, resource: String?, in destination: Destination, with names: [String],
        owned: Set<String>, recording: @Sendable (Set<String>) async throws(Failure) -> Void
    ) async throws(Failure) -> TagResult?
}

extension PlatformClient {
    public var reader: (any PlatformReader)? { nil }
    public func groups() async throws(Failure) -> [ListedGroup] { [] }

    package func prepare(_ plan: DestinationPlan) async throws(Failure) -> Destination {
        try await prepare(plan, known: nil)
    }
}
