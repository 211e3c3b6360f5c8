import Synchronization
import ConnectorKit
import Foundation
import NIOCore
package import SimulatorSupport

extension LearningAccount {
    /// Answers a request, with a fault if one applies.
    package func answer(_ request: SimulatedRequest) async -> SimulatedAnswer {
        state.withLock { $0.requests.append(request.target) }
        do throws(Refusal) {
            let resource = try Resource(request)
            guard let permission = resource.permission else { return SimulatedAnswer(try token(request)) }
            try authorize(request, resource, permission)
            return try await page(resource, request)
        } catch {
            return error.answer
        }
    }

    private func authorize(
        _ request: SimulatedRequest, _ resource: Resource, _ permission: Permission
    ) throws(Refusal) {
        let now = now()
        try state.withLock(\.tokens).check(request.headers["authorization"], now: now)
        guard options.permissions.contains(permission) else {
            throw Refusal(403, "Not enough permissions to access: GET \(resource.rawValue)")
        }
        guard let limit = options.dailyLimit else { return }
        let day = Int(now.timeIntervalSince1970 / 86_400)
        let count = state.withLock { state in
            if state.requestsOfDay.day != day { state.requestsOfDay = (day, [:]) }
            state.requestsOfDay.counts[resource.rawValue, default: 0] += 1
            return state.requestsOfDay.counts[resource.rawValue] ?? 0
        }
        // "Rate limits" names no header that says when to come again.
        guard count <= limit else {
            throw Refusal(
                429, "Resource level throttle APPLICATION DAY limit for calls to this resource is reached.",
                code: 101)
        }
    }

    private func page(
        _ resource: Resource, _ request: SimulatedRequest
    ) async throws(Refusal) -> SimulatedAnswer {
        let target = request.target
        let fault = state.withLock { state in
            let number = state.targets[target] ?? state.targets.count + 1
            state.targets[target] = number
            return state.dice.roll(page: number)
        }
        let query = try Refusal.parameters(request.query)
        func write(isEmpty: Bool) throws(Refusal) -> ByteBuffer {
            switch resource {
            case .assets: try assetPage(query, isEmpty: isEmpty)
            case .reports, .token: try reportPage(query, isEmpty: isEmpty)
            }
        }
        return try await fault.answer { isEmpty throws(Refusal) in
            guard options.prerendered, !isEmpty else {
                return SimulatedAnswer(body: try write(isEmpty: isEmpty))
            }
            return SimulatedAnswer(
                body: try pages.body(target, revision: state.withLock(\.revision)) { () throws(Refusal) in
                    try write(isEmpty: false)
                })
        } refused: { status throws(Refusal) in
            if status == 401 { revokeTokens() }
            return Refusal(status, "a fault on demand").answer
        }
    }
}

/// What the API has, by its path.
enum Resource: String {
    case token = "/oauth/v2/accessToken"
    case assets = "/v2/learningAssets"
    case reports = "/v2/learningActivityReports"

    /// - Throws: ``Refusal`` 404 for another path, 405 for another method.
    init(_ request: SimulatedRequest) throws(Refusal) {
        guard let resource = Resource(rawValue: request.path) else {
            throw Refusal(404, "No virtual resource found for \(request.path)")
        }
        let method = resource == .token ? "POST" : "GET"
        guard request.method == method else {
            throw Refusal(405, "\(request.path) takes \(method)", headers: ["Allow": method])
        }
        self = resource
    }

    /// What the keys need; nil for the token itself.
    var permission: LearningAccount.Permission? {
        switch self {
        case .token: nil
        case .assets: .content
        case .reports: .reports
        }
    }
}

extension LearningAccount.State {
    /// The number of changes so far.
    var revision: Int { library.revision + learning.revision }
}
