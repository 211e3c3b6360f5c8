import SimulatorSupport
import ConnectorKit

/// The parameters of enrolments and of learners' accounts.
///
/// `GET /enrollments` is in the published description of 2025-01-01. For v2, clients were seen to send
/// `lo_id`, `status` and `exclude_child_enrollments` (rule G7); `limit` and `offset` are assumed.
enum EnrolmentParameters {
    static let listOperation = "GET /enrollments"
    static let singleOperation = "GET /enrollments/{id}"
    static let v2ListOperation = "GET /v2/enrollments"
    static let v2SingleOperation = "GET /v2/enrollments/{id}"

    static let limits = 1...50
    static let defaultLimit = 20

    private static let statuses = PortalEnrolment.Status.allCases.map(\.rawValue)

    static let list: [ParameterRule] =
        paging + [
            .init("user_account_id", .integer(0...Int.max)),
            .init("assigner_account_id", .integer(0...Int.max)), .init("lo_ids", .numbers),
            .init("status", .choices(statuses + ["assigned"])), .init("due_date_exists", .boolean),
            .init("enrollment_type", .choice(["self-directed", "assigned"])),
            .init("sort", .choice(["created_time", "updated_time", "due_date", "assign_date"])),
            .init("order", .choice(["asc", "desc"])),
        ]
        + ["update_time", "due_date", "end_date", "assign_date"].flatMap { name in
            [ParameterRule("\(name)_gte", .time), ParameterRule("\(name)_lte", .time)]
        }

    static let v2List: [ParameterRule] =
        paging + [
            .init("lo_id", .integer(0...Int.max)), .init("status", .choice(statuses)),
            .init("exclude_child_enrollments", .boolean),
        ]

    private static let paging: [ParameterRule] = [
        .init("limit", .integer(limits)), .init("offset", .integer(0...Int.max)),
    ]

    /// - Throws: ``Refusal`` 400 if a page extends beyond the limit of paging by offset.
    static func checkReach(_ parameters: Parameters, _ reach: Int) throws(Refusal) {
        let limit = parameters.integer("limit") ?? defaultLimit
        guard (parameters.integer("offset") ?? 0) <= reach - limit else {
            throw .invalid("offset and limit reach beyond \(reach) results; a narrower search was expected")
        }
    }
}

extension EnrolmentSearch {
    /// The search of the gateway's parameters. `assigned` is an allowed status that no enrolment has, so it
    /// finds nothing (our decision).
    static func gateway(_ parameters: Parameters) -> EnrolmentSearch {
        var search = EnrolmentSearch()
        search.updated = parameters.span("update_time")
        search.due = parameters.span("due_date")
        search.ended = parameters.span("end_date")
        search.assigned = parameters.span("assign_date")
        search.isDue = parameters.flag("due_date_exists")
        search.isAssigned = parameters["enrollment_type"].map { $0 == "assigned" }
        search.accountID = parameters.integer("user_account_id")
        if parameters["assigner_account_id"] != nil {
            search.isAssigned = parameters.integer("assigner_account_id") == EnrolmentObject.assigner
        }
        search.contentIDs = parameters["lo_ids"].map { _ in
            Set(parameters.list("lo_ids").compactMap { Int($0) })
        }
        search.statuses = parameters["status"].map { _ in Set(parameters.list("status")) }
        search.order =
            switch parameters["sort"] {
            case "updated_time": .updated
            case "due_date": .due
            case "assign_date": .assigned
            default: .created
            }
        search.descending = parameters["order"] != "asc"
        return search
    }

    /// The search of v2's parameters, ordered by age (our decision, since no order is documented).
    static func v2(_ parameters: Parameters) -> EnrolmentSearch {
        var search = EnrolmentSearch()
        search.contentIDs = parameters.integer("lo_id").map { [$0] }
        search.statuses = parameters["status"].map { [$0] }
        search.withParts = parameters.flag("exclude_child_enrollments") != true
        search.order = .id
        return search
    }
}
