import SimulatorSupport
import ConnectorKit
import Synchronization

extension Go1Portal {
    /// `GET /enrollments` and `GET /v2/enrollments`.
    ///
    /// - Parameter leavingOutItems: Whether the page has only its total, for a fault.
    func enrolments(
        _ generation: Generation, _ request: PortalRequest, leavingOutItems: Bool
    ) throws(Refusal) -> PortalAnswer {
        let isGateway = generation == .gateway
        if isGateway { try checkVersion(request) }
        let parameters = try Parameters(
            Query(request.query), rules: isGateway ? EnrolmentParameters.list : EnrolmentParameters.v2List,
            of: isGateway ? EnrolmentParameters.listOperation : EnrolmentParameters.v2ListOperation)
        try EnrolmentParameters.checkReach(parameters, options.enrolmentReach)
        let search: EnrolmentSearch = isGateway ? .gateway(parameters) : .v2(parameters)
        let found = learning.withLock { learning in
            learning.enrolments.find(
                search, offset: parameters.integer("offset") ?? 0,
                limit: parameters.integer("limit") ?? EnrolmentParameters.defaultLimit)
        }
        let total = options.capsTotals ? min(found.total, options.enrolmentReach) : found.total
        let hits = leavingOutItems ? [] : found.page.map { value($0, generation, isListed: true) }
        return .json(200, ["total": .integer(total), "hits": .list(hits)], escapesSlashes: !isGateway)
    }

    /// `GET /enrollments/{id}` and `GET /v2/enrollments/{id}`.
    func enrolment(
        _ generation: Generation, _ id: String, _ request: PortalRequest
    ) throws(Refusal) -> PortalAnswer {
        let isGateway = generation == .gateway
        if isGateway { try checkVersion(request) }
        _ = try Parameters(
            Query(request.query), rules: [],
            of: isGateway ? EnrolmentParameters.singleOperation : EnrolmentParameters.v2SingleOperation)
        let found = Int(id).flatMap { number in learning.withLock { $0.enrolments.enrolment(number) } }
        guard let enrolment = found else { throw .notFound("there is no enrollment \"\(id)\"") }
        return .json(200, value(enrolment, generation, isListed: false), escapesSlashes: !isGateway)
    }

    private func value(
        _ enrolment: PortalEnrolment, _ generation: Generation, isListed: Bool
    ) -> JSONValue {
        switch generation {
        case .gateway: return EnrolmentObject.gateway(enrolment, isListed: isListed)
        case .v2:
            let account = PortalAccount(PortalAccount.position(ofID: enrolment.accountID), seed: options.seed)
            return EnrolmentObject.v2(enrolment, userID: account.userID)
        }
    }
}
