import SimulatorSupport
import ConnectorKit

/// An enrolment in the format of either generation (rules G3 and G9): ids are text in the gateway and numbers
/// in v2, where the learner is a user instead of an account.
enum EnrolmentObject {
    /// The account that assigns enrolments in this portal.
    static let assigner = 699_999

    /// - Parameter isListed: Whether it is in a list, where the member for the parent has another name.
    static func gateway(_ enrolment: PortalEnrolment, isListed: Bool) -> JSONValue {
        let time = times(enrolment)
        return .members([
            "id": id(enrolment.id),
            // The published description says "empty string" for parts, which its enumeration lacks.
            "enrollment_type": .text(enrolment.isAssigned ? "assigned" : "self-directed"),
            "user_account_id": id(enrolment.accountID), "lo_id": id(enrolment.contentID),
            isListed ? "parent_enrolment_id" : "parent_enrollment_id": enrolment.parentID.map(id),
            "assigner_account_id": enrolment.isAssigned ? id(assigner) : nil,
            "assign_date": enrolment.assigned.map(time), "created_time": time(enrolment.created),
            "updated_time": time(enrolment.updated), "status": .text(enrolment.status.rawValue),
            "result": enrolment.result.map { JSONValue.integer($0) }
                ?? enrolment.passed.map { $0 ? 100 : 20 },
            "pass": enrolment.passed.map(JSONValue.boolean),
            "start_date": enrolment.status == .notStarted
                ? nil : time(enrolment.started ?? enrolment.created),
            "end_date": enrolment.ended.map(time), "due_date": enrolment.due.map(time),
        ])
    }

    /// - Parameter userID: The id of the account's user.
    static func v2(_ enrolment: PortalEnrolment, userID: Int) -> JSONValue {
        let time = times(enrolment)
        return .members([
            "id": .integer(enrolment.id), "type": enrolment.isAssigned ? "assigned" : "self-directed",
            "created_time": time(enrolment.created), "updated_time": time(enrolment.updated),
            "lo_id": .integer(enrolment.contentID),
            "parent_enrollment_id": enrolment.parentID.map { JSONValue.integer($0) } ?? .null,
            "pass": enrolment.passed.map(JSONValue.boolean) ?? .null,
            "status": .text(enrolment.status.rawValue), "user_id": .integer(userID),
            "end_date": enrolment.ended.map(time) ?? .null, "due_date": enrolment.due.map(time) ?? .null,
        ])
    }

    private static func id(_ number: Int) -> JSONValue { .text(String(number)) }

    private static func times(_ enrolment: PortalEnrolment) -> (Int64) -> JSONValue {
        { .text(enrolment.timeForm.text($0)) }
    }
}
