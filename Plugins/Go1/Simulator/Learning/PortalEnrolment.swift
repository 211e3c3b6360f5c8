/// An enrolment of the portal, independent of the generation.
package struct PortalEnrolment: Sendable, Equatable {
    package let id: Int
    /// The integer id of the learning object, which may no longer exist.
    package var contentID: Int
    /// The learner's account, a ``PortalAccount/id``.
    package var accountID: Int
    package var status: Status
    /// Milliseconds since 1970, UTC. An awkward enrolment was updated before it was created.
    package var created: Int64
    package var updated: Int64
    package var passed: Bool?
    /// Whether an admin assigned it, which also gives it a due date.
    package var isAssigned: Bool
    /// The enrolment in the course if this one is in a part of it.
    package var parentID: Int?
    /// The format of its times.
    package var timeForm: WireTime

    /// 0 to 100, if known.
    package var result: Int?
    /// When the learner started and finished, if known; milliseconds since 1970, UTC.
    package var started: Int64?
    package var finished: Int64?

    /// The statuses of the published description.
    package enum Status: String, Sendable, CaseIterable {
        case notStarted = "not-started"
        case inProgress = "in-progress"
        case completed
    }

    /// When it is due.
    var due: Int64? { isAssigned ? created + 30 * 86_400_000 : nil }
    var ended: Int64? { status == .completed ? finished ?? updated : nil }
    var assigned: Int64? { isAssigned ? created : nil }
}
