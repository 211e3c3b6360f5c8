import SimulatorSupport
import ConnectorKit

/// The body of a request that writes an enrolment, checked against the published description.
struct EnrolmentBody {
    private let body: RequestObject

    private static let shared: Set<String> = [
        "enrollment_type", "assigner_account_id", "assign_date", "status", "result", "pass", "start_date",
        "end_date", "due_date",
    ]

    /// - Parameter isNew: Whether the enrolment is being created; it then needs a learner and an object.
    init(_ request: PortalRequest, isNew: Bool) throws(Refusal) {
        body = try RequestObject(request)
        let more: Set<String> = isNew ? ["user_account_id", "lo_id", "parent_enrolment_id"] : []
        try body.check(Self.shared.union(more), of: "an enrollment")
        if isNew { try body.require(["user_account_id", "lo_id", "enrollment_type", "status"]) }
    }

    func id(_ name: String) throws(Refusal) -> Int? {
        guard let text = try body.text(name) else { return nil }
        guard let id = Int(text) else { throw .invalid("\(name) is \"\(text)\"; an id was expected") }
        return id
    }

    /// Applies the given members to an enrolment.
    func apply(to enrolment: inout PortalEnrolment) throws(Refusal) {
        let statuses = PortalEnrolment.Status.allCases.map(\.rawValue)
        if let type = try body.choice("enrollment_type", of: ["self-directed", "assigned"]) {
            enrolment.isAssigned = type == "assigned"
        }
        if let status = try body.choice("status", of: statuses).flatMap(PortalEnrolment.Status.init) {
            enrolment.status = status
        }
        try checkTogether(enrolment)
        if let result = try body.integer("result", in: 0...100) { enrolment.result = result }
        if let passed = try body.boolean("pass") { enrolment.passed = passed }
        if let start = try body.time("start_date") { enrolment.started = start }
        if let end = try body.time("end_date") { enrolment.finished = end }
        _ = try (id("assigner_account_id"), body.time("assign_date"), body.time("due_date"))
    }

    /// "Only include for …" of the published description.
    private func checkTogether(_ enrolment: PortalEnrolment) throws(Refusal) {
        func refuse(_ names: [String], _ reason: String) throws(Refusal) {
            guard let name = names.first(where: body.names.contains) else { return }
            throw .invalid("\(name) is given; it is only for \(reason)")
        }
        if enrolment.status != .completed {
            try refuse(["result", "pass", "end_date"], "enrollments in a completed status")
        }
        if enrolment.status == .notStarted {
            try refuse(["start_date"], "enrollments in an in-progress or completed status")
        }
        if !enrolment.isAssigned {
            try refuse(["assigner_account_id", "assign_date"], "enrollment_type assigned")
        }
    }
}
