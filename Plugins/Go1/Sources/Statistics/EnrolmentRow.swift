import ConnectorKit
import Foundation

/// An enrolment in a list or alone.
///
/// In the gateway ids are text and the learner is an account; in v2 ids are numbers and the learner is a
/// user. The member that names the parent has two spellings (rule G9). Both are read.
struct EnrolmentRow {
    static let paths = JSONPaths([
        "id", "lo_id", "user_account_id", "user_id", "status", "created_time", "updated_time", "pass",
        "parent_enrolment_id", "parent_enrollment_id",
    ])

    let enrolment: Enrolment
    /// Whether it is an enrolment in a part of a course. The gateway's lists leave those out, and so do we.
    let isPart: Bool

    /// - Throws: ``Failure/item(_:)`` if it lacks a value that a statistic needs.
    init(_ row: FieldInput, generation: Generation) throws(Failure) {
        enrolment = Enrolment(
            id: try row["id"].requiredID(), contentID: try row["lo_id"].requiredID(),
            account: try row[generation == .gateway ? "user_account_id" : "user_id"].requiredID(),
            status: try Self.status(row["status"]), createdAt: try row["created_time"].requiredTime(),
            updatedAt: try row["updated_time"].requiredTime(), passed: try Self.passed(row["pass"]))
        isPart = ["parent_enrolment_id", "parent_enrollment_id"].contains { parent in
            guard let id = row.found(at: parent).first else { return false }
            return ![.null, .text(""), .number("0"), .text("0")].contains(id)
        }
    }

    private static func status(_ input: FieldInput) throws(Failure) -> Enrolment.Status {
        switch try input.text() {
        case "completed": .completed
        case "in-progress": .inProgress
        case nil: throw .item("no status")
        default: .other
        }
    }

    /// True or false. Older responses may have 1 or 0 (assumed).
    private static func passed(_ input: FieldInput) throws(Failure) -> Bool? {
        switch input.first?.value {
        case .number("1"), .text("1"), .text("true"): true
        case .number("0"), .text("0"), .text("false"): false
        default: try input.boolean()
        }
    }
}
