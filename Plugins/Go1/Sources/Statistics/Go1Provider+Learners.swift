import ConnectorKit
import Foundation

extension Go1Provider {
    func learners(_ accounts: [String], of connection: Connection) async throws(Failure) -> [LearnerAccount] {
        let wanted = Set(accounts)
        var found = try await listed(wanted, connection)
        let missing = wanted.filter { found[$0] == nil }
        let single = try await inParallel(Array(missing)) { id throws(Failure) in
            try await learner(id, connection)
        }
        for learner in single { found[learner.id] = learner }
        return Array(found.values)
    }

    /// Reads a list of all accounts while its pages are fewer than half of the requests for single accounts.
    /// The result includes other accounts of these pages. That accounts can be listed is assumed (rule G16
    /// documents a search by e-mail): if Go1 refuses, each account is fetched alone.
    private func listed(
        _ wanted: Set<String>, _ connection: Connection
    ) async throws(Failure) -> [String: LearnerAccount] {
        guard wanted.count > Self.singleRequestLimit else { return [:] }
        let service = Service(connection.settings)
        var found: [String: LearnerAccount] = [:]
        var missing = wanted
        var offset = 0
        while offset < offsetLimit, !missing.isEmpty {
            let endpoint = service.accounts(offset: offset, limit: min(50, offsetLimit - offset))
            let answer = try await endpoint.answer(connection)
            if [400, 403, 404, 405, 422].contains(answer.response.status) { return found }
            try endpoint.requireSuccess(answer, "a page of accounts")
            let list = try ListAnswer(go1: answer, paths: service.accountPaths)
            guard let total = list.total, !list.elements.isEmpty else { return found }
            for row in try list.documents() {
                guard let learner = service.learner(row) else { continue }
                found[learner.id] = learner
                missing.remove(learner.id)
            }
            offset += list.elements.count
            let listable = min(total, offsetLimit)
            let expected = Double(wanted.count) * Double(listable) / Double(max(1, total))
            if offset >= listable || Double(listable) / 50 > expected / 2 { break }
        }
        return found
    }

    private func learner(_ id: String, _ connection: Connection) async throws(Failure) -> LearnerAccount {
        let service = Service(connection.settings)
        let endpoint = service.account(id)
        let answer = try await endpoint.answer(connection)
        if answer.response.status == 404 { return LearnerAccount(id: id, email: nil) }
        try endpoint.requireSuccess(answer, "an account")
        do {
            let document = try SourceDocument(json: answer.response.body[...], paths: service.accountPaths)
            let learner = service.learner(document)
            return LearnerAccount(id: id, email: learner?.email, name: learner?.name)
        } catch {
            throw answer.unreadable(error)
        }
    }
}

extension Service {
    private static let accountScopes = ["user.read"]
    private static let gatewayAccount = JSONPaths([
        "id", "user.email", "user.given_name", "user.family_name",
    ])
    private static let v2Account = JSONPaths(["id", "email", "first_name", "last_name"])

    private var accountList: String { root + (generation == .v2 ? "/users" : "/user-accounts") }

    /// Id, e-mail, first and last name. In the gateway the account contains its user (rule
    /// G16).
    var accountPaths: JSONPaths { generation == .v2 ? Self.v2Account : Self.gatewayAccount }

    func accounts(offset: Int, limit: Int) -> Endpoint {
        var query = URLQuery()
        query.add("limit", limit)
        query.add("offset", offset)
        return Endpoint(.get, accountList, query, generation: generation, scopes: Self.accountScopes)
    }

    func account(_ id: String) -> Endpoint {
        Endpoint(
            .get, accountList + "/" + URLQuery.encoded(id), generation: generation, scopes: Self.accountScopes
        )
    }

    /// Returns the learner of a row; nil if it has no id. Values of other types are ignored.
    func learner(_ row: SourceDocument) -> LearnerAccount? {
        let texts = row.values.map { found -> String? in
            switch found.first {
            case .text(let text)?, .number(let text)?:
                let trimmed = text.trimmed
                return trimmed.isEmpty ? nil : trimmed
            default: return nil
            }
        }
        guard let id = texts[0] else { return nil }
        let name = [texts[2], texts[3]].compactMap { $0 }.joined(separator: " ")
        return LearnerAccount(id: id, email: texts[1], name: name.isEmpty ? nil : name)
    }
}
