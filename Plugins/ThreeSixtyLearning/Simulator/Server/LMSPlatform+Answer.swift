import Foundation
import SimulatorSupport
import Synchronization

extension LMSPlatform {
    /// Answers a request, with the fault that strikes it, if one does.
    func answer(_ request: PlatformRequest) async -> PlatformAnswer {
        let now = now()
        var (answer, fault) = state.withLock { $0.answer(request, now: now) }
        switch fault {
        case .slow?: try? await pause(options.slowness)
        case .reset?, .lost?: answer.delivery = .none
        case .cut?: answer.delivery = .half
        default: break
        }
        state.withLock { [answer] in $0.log(request, answer, fault) }
        return answer
    }
}

extension LMSState {
    fileprivate mutating func answer(
        _ request: PlatformRequest, now: Date
    ) -> (PlatformAnswer, LMSFault?) {
        progress(to: now)
        do throws(Refusal) {
            let wait = request.method == "GET" ? reads.take(now) : writes.take(now)
            guard wait == nil else { throw .tooManyRequests }
            let (route, parameters) = try Route.find(request)
            let call = Call(request: request, parameters: parameters, now: now)
            guard route.scope != nil else { return (try route.answer(&self, call), nil) }
            requestCount += 1
            let fault = requestDice.roll(page: requestCount)
            if let struck = struck(by: fault, route) { return (struck, fault) }
            try admit(request, to: route, now: now)
            return (try route.answer(&self, call), fault)
        } catch {
            return (.refusal(error), nil)
        }
    }

    private func admit(_ request: PlatformRequest, to route: Route, now: Date) throws(Refusal) {
        try tokens.check(request.headers["authorization"], now: now)
        if let scope = route.scope, !options.scopes.contains(scope) {
            throw .nested(403, "invalid_scope", "The token lacks the scope \(scope.rawValue)")
        }
        let version = request.headers["360-api-version"]
        guard version == "v2.0" else {
            throw .malformed(
                version.map { "360-api-version is \"\($0)\"; v2.0 was expected" }
                    ?? "the header 360-api-version is missing; v2.0 was expected")
        }
    }

    /// The answer of a fault that keeps the request from being carried out; nil where it does not.
    private mutating func struck(by fault: LMSFault?, _ route: Route) -> PlatformAnswer? {
        switch fault {
        case .status(429)?: return .refusal(.tooManyRequests)
        case .status(503)? where route.isBulk:
            return .refusal(.nested(503, "bulkAPIDisabled", "The bulk API is disabled for now"))
        case .status(let status)?: return Self.webPage(status)
        case .unauthorized?:
            tokens.revokeAll()
            return .refusal(.invalidToken)
        case .html?: return Self.webPage(200)
        case .reset?: return PlatformAnswer(status: 200)
        default: return nil
        }
    }

    private static func webPage(_ status: Int) -> PlatformAnswer {
        let page = "<!DOCTYPE html>\n<html><body><h1>We will be right back</h1></body></html>"
        return PlatformAnswer(
            status: status, contentType: "text/html; charset=utf-8", body: Array(page.utf8))
    }

    fileprivate mutating func log(
        _ request: PlatformRequest, _ answer: PlatformAnswer, _ fault: LMSFault?
    ) {
        requests.append(
            LoggedRequest(
                method: request.method, path: request.path, query: request.query,
                body: options.keepsBodies ? request.body : [],
                status: answer.delivery == .none ? nil : answer.status,
                answer: options.keepsBodies ? answer.body : [], fault: fault))
    }
}
