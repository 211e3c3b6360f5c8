import ConnectorKit
import Foundation

extension Go1Provider {
    func plan(_ completion: PushedCompletion, of connection: Connection) async throws(Failure) -> PushPlan {
        switch try await CompletionTarget.of(completion, connection) {
        case .refused(let reasons): return PushPlan(.refuse, notes: reasons, basis: "")
        case .found(let target):
            let existing = try await Service(connection.settings).enrolment(
                of: target.account, in: target.content, connection)
            let basis = existing.map { "\($0.id) \($0.isCompleted)" } ?? "absent"
            switch existing {
            case nil: return PushPlan(.complete, steps: ["enrol and complete"], basis: basis)
            case .some(let enrolment) where enrolment.isCompleted:
                return PushPlan(.unchanged, notes: [Self.alreadyCompleted(enrolment)], basis: basis)
            case .some(let enrolment):
                return PushPlan(.complete, steps: ["complete enrollment \(enrolment.id)"], basis: basis)
            }
        }
    }

    /// Without a plan the enrolment is created at once. If there is one already, the 409 response names it
    /// (rule G11), and it is completed unless it already is.
    func apply(
        _ plan: PushPlan?, to completion: PushedCompletion, of connection: Connection
    ) async throws(Failure) -> PushResult? {
        if let plan {
            let now = try await self.plan(completion, of: connection)
            guard now.basis == plan.basis, now.action == plan.action else { return nil }
            if now.action == .unchanged { return PushResult(.unchanged, notes: now.notes) }
        }
        let target: CompletionTarget
        switch try await CompletionTarget.of(completion, connection) {
        case .refused(let reasons): return PushResult(.refused, notes: reasons)
        case .found(let found): target = found
        }
        guard let existingID = try await create(target, completion, connection) else {
            return PushResult(.completed)
        }
        let existing = try await Service(connection.settings).enrolment(
            gatewayID: existingID, connection)
        if existing.isCompleted {
            return PushResult(.unchanged, notes: [Self.alreadyCompleted(existing)])
        }
        try await complete(existing, completion, connection)
        return PushResult(.completed)
    }

    private static func alreadyCompleted(_ enrolment: ExistingEnrolment) -> String {
        "enrollment \(enrolment.id) is completed already and was left alone"
    }

    /// - Returns: The id of the enrolment that already exists; nil if a new one was created.
    private func create(
        _ target: CompletionTarget, _ completion: PushedCompletion, _ connection: Connection
    ) async throws(Failure) -> String? {
        var change = EnrolmentChange(completion)
        // Nobody assigned it, as far as the completion says (our decision).
        change.enrollment_type = "self-directed"
        change.user_account_id = target.account
        change.lo_id = target.content
        let endpoint = Endpoint(
            .post, Service(connection.settings).gateway + "/enrollments", body: try change.body(),
            scopes: ["enrollment.write"])
        let answer = try await endpoint.answer(connection)
        switch answer.response.status {
        case 400, 422: throw .item("Go1 refuses the completion: \(answer.problem)")
        case 409:
            guard let reference = try answer.values(["ref"])[0].first?.written else {
                throw .contract("\(answer.problem); its ref was expected to name the enrollment")
            }
            return reference
        default:
            try endpoint.requireSuccess(answer, "the new enrollment")
            return nil
        }
    }

    private func complete(
        _ existing: ExistingEnrolment, _ completion: PushedCompletion, _ connection: Connection
    ) async throws(Failure) {
        let address = Service(connection.settings).gateway + "/enrollments/" + URLQuery.encoded(existing.id)
        let endpoint = Endpoint(
            .patch, address, body: try EnrolmentChange(completion).body(), repeatable: true,
            scopes: ["enrollment.write"])
        let answer = try await endpoint.answer(connection)
        if [400, 404, 422].contains(answer.response.status) {
            throw .item("Go1 refuses the completion: \(answer.problem)")
        }
        try endpoint.requireSuccess(answer, "the changed enrollment")
    }
}

/// The learner and the content of a completion, by Go1's ids.
struct CompletionTarget: Sendable {
    let account: String
    let content: String

    enum Found: Sendable {
        case found(CompletionTarget)
        case refused([String])
    }

    static func of(_ completion: PushedCompletion, _ connection: Connection) async throws(Failure) -> Found {
        let mistakes = completion.mistakes
        guard mistakes.isEmpty else { return .refused(mistakes) }
        let service = Service(connection.settings)
        guard let content = try await service.existingContent(completion.contentReference, connection),
            let number = content.number
        else {
            return .refused([
                "Go1 has no content of the external reference \"\(completion.contentReference)\"; push it first"
            ])
        }
        guard let account = try await service.account(email: completion.email, connection) else {
            return .refused(["Go1 has no learner with the e-mail \(completion.email)"])
        }
        return .found(CompletionTarget(account: account, content: number))
    }
}

extension PushedCompletion {
    /// The mistakes to report before any request; empty if there are none.
    var mistakes: [String] {
        var mistakes: [String] = []
        if contentReference.isEmpty { mistakes.append("content_external_reference is missing") }
        if email.isEmpty { mistakes.append("email is missing") }
        if let score, !(0...100).contains(score) {
            mistakes.append("score is \(score); a whole number from 0 to 100 was expected")
        }
        if let startedAt, startedAt > completedAt {
            mistakes.append("started_at is later than completed_at")
        }
        return mistakes
    }
}

/// The members of an enrolment that are sent (rules G9 and G11).
struct EnrolmentChange: Encodable {
    var enrollment_type: String?
    var user_account_id: String?
    var lo_id: String?
    let status = "completed"
    let result: Int?
    let pass: Bool?
    let start_date: String?
    let end_date: String

    init(_ completion: PushedCompletion) {
        result = completion.score
        pass = completion.passed
        start_date = completion.startedAt.map(Timestamp.text)
        end_date = Timestamp.text(completion.completedAt)
    }

    func body() throws(Failure) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(self) else { throw .fatal("a request cannot be written") }
        return Array(data)
    }
}
