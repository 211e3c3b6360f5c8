import SimulatorSupport
import ConnectorKit
import Synchronization

extension Go1Portal {
    /// `GET /user-accounts` and `GET /v2/users`. That they list accounts of any e-mail is assumed.
    func accounts(_ generation: Generation, _ request: PortalRequest) throws(Refusal) -> PortalAnswer {
        let isGateway = generation == .gateway
        if isGateway { try checkVersion(request) }
        let parameters = try Parameters(
            Query(request.query), rules: AccountParameters.list,
            of: isGateway ? "GET /user-accounts" : "GET /v2/users")
        try EnrolmentParameters.checkReach(parameters, GatewayParameters.offsetLimit)
        let offset = parameters.integer("offset") ?? 0
        let limit = parameters.integer("limit") ?? EnrolmentParameters.defaultLimit
        let found: (total: Int, page: [PortalAccount]) = learning.withLock { learning in
            guard let email = parameters["email"]?.lowercased() else {
                let end = min(learning.accountCount, offset + limit)
                return (learning.accountCount, (min(offset, end)..<end).compactMap(learning.account))
            }
            let all = (0..<learning.accountCount).compactMap(learning.account)
                .filter { $0.email?.plain?.lowercased() == email }
            return (all.count, Array(all.dropFirst(offset).prefix(limit)))
        }
        let hits = found.page.map { isGateway ? AccountObject.gateway($0) : AccountObject.v2($0) }
        return .json(200, ["total": .integer(found.total), "hits": .list(hits)], escapesSlashes: !isGateway)
    }

    /// `GET /user-accounts/{id}` and `GET /v2/users/{id}`.
    func account(
        _ generation: Generation, _ id: String, _ request: PortalRequest
    ) throws(Refusal) -> PortalAnswer {
        let isGateway = generation == .gateway
        if isGateway { try checkVersion(request) }
        _ = try Parameters(
            Query(request.query), rules: isGateway ? AccountParameters.single : [],
            of: isGateway ? "GET /user-accounts/{id}" : "GET /v2/users/{id}")
        let position = Int(id).map {
            isGateway ? PortalAccount.position(ofID: $0) : PortalAccount.position(ofUserID: $0)
        }
        let found = position.flatMap { position in learning.withLock { $0.account(position) } }
        guard let account = found else {
            throw .notFound("there is no \(isGateway ? "user account" : "user") \"\(id)\"")
        }
        return .json(
            200, isGateway ? AccountObject.gateway(account) : AccountObject.v2(account),
            escapesSlashes: !isGateway)
    }
}
