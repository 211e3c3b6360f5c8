import ConnectorKit

/// The parts of an enrolment that a completion needs.
struct ExistingEnrolment: Sendable {
    let id: String
    let isCompleted: Bool

    static let paths = JSONPaths(["id", "status"])

    init?(_ row: SourceDocument) {
        guard let id = row.values[0].first?.written else { return nil }
        self.id = id
        isCompleted = row.values[1].first == .text("completed")
    }
}

extension Service {
    private static let accountPaths = JSONPaths(["id", "user.email"])

    /// Returns the account with an e-mail address, ignoring case (rule G16), or nil if there is none.
    ///
    /// - Throws: ``Failure/item(_:)`` if several accounts have the address.
    func account(email: String, _ connection: Connection) async throws(Failure) -> String? {
        var query = URLQuery()
        query.add("email", email)
        let endpoint = Endpoint(.get, gateway + "/user-accounts", query, scopes: ["user.read"])
        let answer = try await endpoint.answer(connection)
        try endpoint.requireSuccess(answer, "a list of accounts")
        let found = try ListAnswer(go1: answer, paths: Self.accountPaths).documents().compactMap {
            row -> String? in
            guard row.values[1].first?.written?.lowercased() == email.lowercased() else { return nil }
            return row.values[0].first?.written
        }
        guard found.count < 2 else {
            throw .item("several accounts of Go1 have the e-mail \(email): \(found.joined(separator: ", "))")
        }
        return found.first
    }

    /// Returns a completed enrolment of a learner in a learning object, or else the newest one.
    func enrolment(
        of account: String, in content: String, _ connection: Connection
    ) async throws(Failure) -> ExistingEnrolment? {
        var query = URLQuery()
        query.add("user_account_id", account)
        query.add("lo_ids", content)
        query.add("sort", "created_time")
        query.add("order", "desc")
        query.add("limit", 50)
        let endpoint = Endpoint(.get, gateway + "/enrollments", query, scopes: Self.enrolmentScopes)
        let answer = try await endpoint.answer(connection)
        try endpoint.requireSuccess(answer, "a list of enrollments")
        let all = try ListAnswer(go1: answer, paths: ExistingEnrolment.paths).documents()
            .compactMap { ExistingEnrolment($0) }
        return all.first(where: \.isCompleted) ?? all.first
    }

    func enrolment(gatewayID id: String, _ connection: Connection) async throws(Failure) -> ExistingEnrolment
    {
        let endpoint = Endpoint(
            .get, gateway + "/enrollments/" + URLQuery.encoded(id), scopes: Self.enrolmentScopes)
        let answer = try await endpoint.answer(connection)
        try endpoint.requireSuccess(answer, "an enrollment")
        do {
            let row = try SourceDocument(json: answer.response.body[...], paths: ExistingEnrolment.paths)
            guard let enrolment = ExistingEnrolment(row) else {
                throw Failure.contract("\(answer.request): the enrollment has no id")
            }
            return enrolment
        } catch let fault as JSONFault {
            throw answer.unreadable(fault)
        } catch let failure as Failure {
            throw failure
        } catch {
            throw .contract("\(answer.request): \(error)")
        }
    }
}
