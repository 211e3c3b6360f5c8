package import ConnectorKit
package import Foundation

/// Where results go: a system that takes courses and statistics in batches, works on them in its own time,
/// and says afterwards what became of each.
///
/// What is sent is made here, from the project's own terms, and is text that can be stored: two items are the
/// same for the platform where their payloads are.
package protocol Platform: Sendable {
    /// What runs and messages call it.
    var name: String { get }
    /// What payloads depend on besides their content: where this changes, all are made and compared anew.
    var rendering: String { get }
    /// Requests and bytes so far.
    var traffic: (requests: Int, bytes: Int) { get }

    /// What adds or replaces a course. Pure: the same content gives the same payload.
    func item(for content: LearningObject) -> DeliveryItem
    /// What archives a course.
    func item(archiving externalID: String) -> DeliveryItem
    /// What tells of a learner's progress.
    func item(for statistic: LearnerStatistic) -> DeliveryItem

    /// The most items of one batch.
    func largestBatch(of kind: BatchKind) -> Int

    /// Finds or creates the place where the courses of a deployment live, and brings it in line with the
    /// plan.
    ///
    /// Asking twice makes one place.
    func prepare(_ plan: DestinationPlan) async throws(Failure) -> Destination

    /// Whether the platform still has a place.
    func has(_ destination: Destination) async throws(Failure) -> Bool

    /// Hands a batch over, once the platform may take another one.
    ///
    /// The operation counts as under way until ``outcome(of:)`` has told of its end, so that has to be asked.
    ///
    /// - Throws: ``Failure/transient(_:)`` where it is not known whether the batch was taken:
    ///   ``operation(taking:of:since:besides:)`` tells.
    func submit(
        _ kind: BatchKind, _ items: [DeliveryItem], to destination: Destination
    ) async throws(Failure) -> OperationID

    /// Waits until an operation has ended, also one of an earlier run.
    ///
    /// - Throws: ``Failure/transient(_:)`` where it takes longer than anyone waits; it may be asked for
    ///   again.
    func outcome(of operation: OperationID) async throws(Failure) -> BatchOutcome

    /// The operation that took a batch whose answer was lost; nil where none did.
    ///
    /// - Parameters:
    ///   - keys: those of the batch.
    ///   - date: when it was sent, as this machine's clock says.
    ///   - known: operations that are accounted for.
    func operation(
        taking keys: Set<String>, of kind: BatchKind, since date: Date, besides known: Set<OperationID>
    ) async throws(Failure) -> OperationID?

    /// Whether the platform has a learner of this e-mail address.
    func hasLearner(_ mail: String) async throws(Failure) -> Bool

    /// Takes a course out of the archive.
    ///
    /// - Parameter resource: the platform's id of the course, as an outcome told it; nil where nobody knows.
    /// - Returns: nil where the platform does not have the course, though it was delivered.
    func restore(
        _ externalID: String, resource: String?, in destination: Destination
    ) async throws(Failure) -> ItemResult?

    /// Puts the provider's tags on a course beside those that people put there.
    ///
    /// - Parameters:
    ///   - owned: the tags that earlier calls put there, as they answered.
    ///   - recording: told those that will be there because of the provider alone, before anything is
    ///     written.
    /// - Returns: nil where the platform does not have the course, though it was delivered.
    func tag(
        _ externalID: String, resource: String?, in destination: Destination, with names: [String],
        owned: Set<String>, recording: @Sendable (Set<String>) async throws(Failure) -> Void
    ) async throws(Failure) -> TagResult?
}
