/// A learner's enrolment as the portal holds it, before either generation spells it out.
package struct PortalEnrolment: Sendable, Equatable {
    package let id: Int
    /// The integer id of the learning object; the portal need not know it any more.
    package var contentID: Int
    /// The learner's account, as ``PortalAccount/id`` names it.
    package var accountID: Int
    package var status: Status
    /// Milliseconds since 1970, UTC. An awkward enrolment was updated before it was created.
    package var created: Int64
    package var updated: Int64
    package var passed: Bool?
    /// Whether an admin assigned it, which also makes it due.
    package var isAssigned: Bool
    /// The enrolment in a course that this one, in one of its parts, belongs to.
    package var parentID: Int?
    /// How its times are spelled.
    package var timeForm: WireTime

    /// 0 to 100, where it was told.
    package var result: Int?
    /// When the learner began and finished, where that was told; milliseconds since 1970, UTC.
    package var started: Int64?
    package var finished: Int64?

    /// The statuses of the published description.
    package enum Status: String, Sendable, CaseIterable {
        case notStarted = "not-started"
        case inProgress = "in-progress"
        case completed
    }

    /// When it has to be completed.
    var due: Int64? { isAssigned ? created + 30 * 86_400_000 : nil }
    var ended: Int64? { status == .completed ? finished ?? updated : nil }
    var assigned: Int64? { isAssigned ? created : nil }
}
