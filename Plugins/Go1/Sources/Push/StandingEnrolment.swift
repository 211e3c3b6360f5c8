import ConnectorKit

/// An enrolment as it stands at Go1, as far as a completion looks at it.
struct StandingEnrolment: Sendable {
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

    /// The account of a learner's e-mail, in any case (reference/go1-api-facts.md 5); nil where there is none.
    ///
    /// - Throws: ``Failure/item(_:)`` where several accounts have it: which one learned is not known.
    func account(email: String, _ connection: Connection) async throws(Failure) -> String? {
        var query = URLQuery()
        query.add("email", email)
        let endpoint = Endpoint(.get, gateway + "/user-accounts", query, scopes: ["user.read"])
        let answer = try await endpoint.answer(connection)
        try endpoint.checkGranted(answer, "a list of accounts")
        let found = try RowList(answer, paths: Self.accountPaths).rows.compactMap { row -> String? in
            guard row.values[1].first?.written?.lowercased() == email.lowercased() else { return nil }
            return row.values[0].first?.written
        }
        guard found.count < 2 else {
            throw .item("several accounts of Go1 have the e-mail \(email): \(found.joined(separator: ", "))")
        }
        return found.first
    }

    /// The newest enrolment of a learner in a learning object, or one that is completed.
    func enrolment(
        of account: String, in content: String, _ connection: Connection
    ) async throws(Failure) -> StandingEnrolment? {
        var query = URLQuery()
        query.add("user_account_id", account)
        query.add("lo_ids", content)
        query.add("sort", "created_time")
        query.add("order", "desc")
        query.add("limit", 50)
        let endpoint = Endpoint(.get, gateway + "/enrollments", query, scopes: Self.enrolmentScopes)
        let answer = try await endpoint.answer(connection)
        try endpoint.checkGranted(answer, "a list of enrollments")
        let all = try RowList(answer, paths: StandingEnrolment.paths).rows
            .compactMap { StandingEnrolment($0) }
        return all.first(where: \.isCompleted) ?? all.first
    }

    func enrolment(gatewayID id: String, _ connection: Connection) async throws(Failure) -> StandingEnrolment
    {
        let endpoint = Endpoint(
            .get, gateway + "/enrollments/" + Self.path(id), scopes: Self.enrolmentScopes)
        let answer = try await endpoint.answer(connection)
        try endpoint.checkGranted(answer, "an enrollment")
        do {
            let row = try SourceDocument(json: answer.response.body[...], paths: StandingEnrolment.paths)
            guard let enrolment = StandingEnrolment(row) else {
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
