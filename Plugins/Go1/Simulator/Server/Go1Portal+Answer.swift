import ConnectorKit
import Hummingbird
import SimulatorSupport
import Synchronization

extension Go1Portal {
    /// Answers a request, with a fault if one applies.
    ///
    /// The cursor of a page counts as used from here on; ``undelivered(_:)`` undoes that.
    func answer(_ request: PortalRequest) async -> PortalAnswer {
        let reference = state.withLock { state in
            state.requestCount += 1
            return state.requestCount
        }
        var answer: PortalAnswer
        do throws(Refusal) {
            let route = try Route(request)
            if route != .token { try authorize(request, route) }
            let fault = roll(route, request)
            if fault == .common(.slow) { try? await pause(options.slowness) }
            answer = try faulty(route, request, by: fault)
            answer.fault = fault
        } catch {
            answer = .json(error.status, error.body(reference: reference))
            answer.headers = error.headers
            answer.fault = error.fault
        }
        if answer.delivery != .whole { undelivered(answer) }
        log(request, answer)
        return answer
    }

    /// Reports that a page did not reach the client completely, so that it may be requested again.
    func undelivered(_ answer: PortalAnswer) {
        guard let cursor = answer.cursor else { return }
        state.withLock { $0.cursors.reopen(cursor) }
    }

    private func authorize(_ request: PortalRequest, _ route: Route) throws(Refusal) {
        let now = now()
        let tokens = state.withLock(\.tokens)
        let authorization = request.header("authorization")
        try tokens.check(authorization, scope: nil, now: now)
        for scope in route.scopes { try tokens.check(authorization, scope: scope, now: now) }
    }

    private func roll(_ route: Route, _ request: PortalRequest) -> Fault? {
        switch route {
        case .list, .enrolments: break
        default: return nil
        }
        return state.withLock { $0.dice.roll(page: pageNumber(request, $0.cursors)) }
    }

    private func pageNumber(_ request: PortalRequest, _ cursors: Cursors) -> Int? {
        guard let pairs = try? Query(request.query).pairs else { return nil }
        func value(_ name: String) -> String? { pairs.first { $0.name == name }?.value }
        if let cursor = value("scroll_id") ?? value("scrollId") { return cursors.page(cursor) }
        let limit = value("limit").flatMap { Int($0) } ?? GatewayParameters.defaultLimit
        let offset = value("offset").flatMap { Int($0) } ?? 0
        return limit > 0 ? offset / limit &+ 1 : nil
    }

    private func faulty(
        _ route: Route, _ request: PortalRequest, by fault: Fault?
    ) throws(Refusal) -> PortalAnswer {
        switch fault {
        case .common(.status(401))?:
            revokeTokens()
            throw Refusal(status: 401, code: "unauthorized", message: "Invalid token", fault: fault)
        case .common(.status(let status))?:
            let code = status == 429 ? "too_many_requests" : "internal_error"
            throw Refusal(
                status: status, code: code, message: "a fault on demand",
                headers: status == 429 ? ["Retry-After": "1"] : [:], fault: fault)
        case .reset?: return PortalAnswer(status: 200, parts: [], delivery: .none)
        case .common(.html)?:
            var answer = PortalAnswer(status: 200, parts: [ByteBuffer(string: Self.webPage)])
            answer.contentType = "text/html; charset=utf-8"
            return answer
        case .common(.cut)?, .common(.garbage)?:
            var answer = try plain(route, request, leavingOutItems: false)
            if fault == .common(.cut) { answer.delivery = .half } else { halve(&answer) }
            return answer
        case .common(.empty)?:
            var answer = try plain(route, request, leavingOutItems: true)
            undelivered(answer)
            answer.cursor = nil
            return answer
        case .common(.slow)?, nil: return try plain(route, request, leavingOutItems: false)
        }
    }

    private func plain(
        _ route: Route, _ request: PortalRequest, leavingOutItems: Bool
    ) throws(Refusal) -> PortalAnswer {
        switch route {
        case .token: try token(request)
        case .validate: .json(200, [:])
        case .list(.gateway): try gatewayList(request, leavingOutItems: leavingOutItems)
        case .list(.v2): try v2List(request, leavingOutItems: leavingOutItems)
        case .single(.gateway, let id): try gatewaySingle(id, request)
        case .single(.v2, let id): try v2Single(id, request)
        case .newContent: try createContent(request)
        case .setContent(let id): try setContent(id, request)
        case .deleteContent(let id): try deleteContent(id, request)
        case .newEnrolment: try createEnrolment(request)
        case .changeEnrolment(let id): try changeEnrolment(id, request)
        case .alternatives(let id): try alternatives(to: id, request)
        case .enrolments(let generation):
            try leavingOutItems
                ? enrolments(generation, request, leavingOutItems: true)
                : kept(request) { () throws(Refusal) in
                    try enrolments(generation, request, leavingOutItems: false)
                }
        case .enrolment(let generation, let id): try enrolment(generation, id, request)
        case .accounts(let generation):
            try kept(request) { () throws(Refusal) in try accounts(generation, request) }
        case .account(let generation, let id): try account(generation, id, request)
        case .webhooks: try webhookList(request)
        case .newWebhook: try createWebhook(request)
        case .webhook(let id): try updateWebhook(id, request)
        }
    }

    /// Returns a cached page if pages are cached.
    private func kept(
        _ request: PortalRequest, _ write: () throws(Refusal) -> PortalAnswer
    ) throws(Refusal) -> PortalAnswer {
        guard options.prerendered else { return try write() }
        let key = "\(request.path)?\(request.query) \(request.header("api-version") ?? "")"
        let revision = learning.withLock(\.revision)
        let body = try store.body(key, revision: revision) { () throws(Refusal) in try write().parts }
        return PortalAnswer(status: 200, parts: [body])
    }

    private func token(_ request: PortalRequest) throws(Refusal) -> PortalAnswer {
        let wanted = try TokenRequest(request)
        guard wanted.clientID == options.clientID, wanted.secret == options.secret else {
            throw .oauth(401, "invalid_client", "client_id and client_secret are not those of an app")
        }
        return .json(
            200,
            [
                "token_type": "Bearer", "expires_in": .integer(Int(options.tokenLifetime)),
                "access_token": .text(issueToken(scopes: wanted.scopes)),
            ])
    }

    /// Truncates a body to its first half: JSON that ends within an item.
    private func halve(_ answer: inout PortalAnswer) {
        undelivered(answer)
        answer.cursor = nil
        let whole = answer.parts.reduce(into: ByteBuffer()) { $0.writeImmutableBuffer($1) }
        answer.parts = [
            whole.getSlice(at: whole.readerIndex, length: whole.readableBytes / 2) ?? ByteBuffer()
        ]
    }

    private func log(_ request: PortalRequest, _ answer: PortalAnswer) {
        let entry = LoggedRequest(
            method: request.method, path: request.path, query: request.query,
            status: answer.delivery == .none ? nil : answer.status, fault: answer.fault)
        state.withLock { $0.requests.append(entry) }
    }

    private static let webPage = """
        <!DOCTYPE html>
        <html><head><title>Just a moment</title></head><body><h1>We will be right back</h1></body></html>
        """
}
