import SimulatorSupport
import ConnectorKit
import Synchronization

extension Go1Portal {
    /// `POST /enrollments`.
    func createEnrolment(_ request: PortalRequest) throws(Refusal) -> PortalAnswer {
        try checkVersion(request)
        let parameters = try Parameters(
            Query(request.query), rules: [.init("re-enroll", .boolean)], of: "POST /enrollments")
        let body = try EnrolmentBody(request, isNew: true)
        let account = try body.id("user_account_id") ?? 0
        let content = try body.id("lo_id") ?? 0
        guard self.account(account) != nil else { throw .invalid("there is no user account \(account)") }
        guard let item = item(content), item.state != .removed else {
            throw .invalid("there is no learning object \(content)")
        }
        let now = milliseconds()
        var asked = PortalEnrolment(
            id: 0, contentID: content, accountID: account, status: .notStarted, created: now, updated: now,
            passed: nil, isAssigned: false, parentID: try body.id("parent_enrolment_id"), timeForm: .offset)
        try body.apply(to: &asked)
        let wanted = asked
        let isRenewed = parameters.flag("re-enroll") == true
        // One critical section, so that the second of two concurrent requests finds the first.
        let made: Result<PortalEnrolment, Refusal> = learning.withLock { learning in
            var search = EnrolmentSearch()
            search.accountID = account
            search.contentIDs = [content]
            search.descending = true
            if let found = learning.enrolments.find(search, offset: 0, limit: 1).page.first, !isRenewed {
                return .failure(.existing(found.id))
            }
            return .success(
                learning.enrolments.append { id in
                    var enrolment = PortalEnrolment(
                        id: id, contentID: wanted.contentID, accountID: wanted.accountID,
                        status: wanted.status, created: now, updated: now, passed: wanted.passed,
                        isAssigned: wanted.isAssigned, parentID: wanted.parentID, timeForm: .offset)
                    enrolment.result = wanted.result
                    enrolment.started = wanted.started
                    enrolment.finished = wanted.finished
                    return enrolment
                })
        }
        return .json(201, EnrolmentObject.gateway(try made.get(), isListed: false))
    }

    /// `PATCH /enrollments/{id}`.
    func changeEnrolment(_ id: String, _ request: PortalRequest) throws(Refusal) -> PortalAnswer {
        try checkVersion(request)
        _ = try Parameters(Query(request.query), rules: [], of: "PATCH /enrollments/{id}")
        let body = try EnrolmentBody(request, isNew: false)
        guard var asked = Int(id).flatMap(enrolment) else {
            throw .notFound("there is no enrollment \"\(id)\"")
        }
        try body.apply(to: &asked)
        asked.updated = milliseconds()
        let changed = asked
        updateEnrolment(changed.id) { $0 = changed }
        return .json(200, EnrolmentObject.gateway(changed, isListed: false))
    }
}

extension Refusal {
    /// 409, whose `ref` is the id of the existing enrolment (rule G11).
    fileprivate static func existing(_ id: Int) -> Refusal {
        var refusal = Refusal(
            status: 409, code: "enrollment_exists",
            message: "Enrollment already exists. To create a new enrollment and archive the current "
                + "enrollment, include the re_enroll=true parameter.")
        refusal.reference = String(id)
        return refusal
    }
}
