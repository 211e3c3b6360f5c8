import Synchronization
import ConnectorKit
import Foundation
import Hummingbird
import NIOCore
import SimulatorSupport

extension LearningAccount {
    /// Answers a request, with a fault if one applies.
    package func answer(_ request: APIRequest) async throws -> APIAnswer {
        let target = request.path + (request.query.isEmpty ? "" : "?\(request.query)")
        state.withLock { $0.requests.append(target) }
        do throws(Refusal) {
            let resource = try Resource(request)
            guard let permission = resource.permission else { return .json(200, try token(request)) }
            try authorize(request, resource, permission)
            return try await page(resource, request, target)
        } catch {
            var answer = APIAnswer.json(error.status, error.body)
            answer.headers = error.headers
            return answer
        }
    }

    private func authorize(
        _ request: APIRequest, _ resource: Resource, _ permission: Permission
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
        _ resource: Resource, _ request: APIRequest, _ target: String
    ) async throws(Refusal) -> APIAnswer {
        let fault = state.withLock { state in
            let number = state.targets[target] ?? state.targets.count + 1
            state.targets[target] = number
            return state.dice.roll(page: number)
        }
        switch fault {
        case .status(let status)?:
            throw Refusal(
                status, "a fault on demand", headers: status == 429 ? ["Retry-After": "1"] : [:])
        case .unauthorized?:
            revokeTokens()
            throw Refusal(401, "Invalid access token", code: 65_600)
        case .html?:
            var answer = APIAnswer(status: 200, body: ByteBuffer(string: "<html><h1>Sorry</h1></html>"))
            answer.contentType = "text/html; charset=utf-8"
            return answer
        case .slow?: try? await Task.sleep(for: options.slowness)
        case .cut?, .garbage?, .empty?, nil: break
        }
        let query = try QueryText(request.query)
        func write(isEmpty: Bool) throws(Refusal) -> ByteBuffer {
            switch resource {
            case .assets: try assetPage(query, isEmpty: isEmpty)
            case .reports, .token: try reportPage(query, isEmpty: isEmpty)
            }
        }
        if fault == .empty { return APIAnswer(status: 200, body: try write(isEmpty: true)) }
        var answer = APIAnswer(
            status: 200,
            body: try options.prerendered
                ? pages.body(target, revision: state.withLock(\.revision)) { () throws(Refusal) in
                    try write(isEmpty: false)
                } : write(isEmpty: false))
        answer.isCut = fault == .cut
        if fault == .garbage {
            answer.body = answer.body.getSlice(at: 0, length: answer.body.readableBytes / 2) ?? ByteBuffer()
        }
        return answer
    }
}

/// What the API has, by its path.
enum Resource: String {
    case token = "/oauth/v2/accessToken"
    case assets = "/v2/learningAssets"
    case reports = "/v2/learningActivityReports"

    /// - Throws: ``Refusal`` 404 for another path, 405 for another method.
    init(_ request: APIRequest) throws(Refusal) {
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

extension APIAnswer {
    static func json(_ status: Int, _ value: JSONValue) -> APIAnswer {
        APIAnswer(status: status, body: ByteBuffer(bytes: value.bytes()))
    }
}
