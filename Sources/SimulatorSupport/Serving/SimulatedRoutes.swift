package import ConnectorKit
import Foundation

/// The requests that a simulated service knows, and who may send them. Anything else is refused with the reason.
package struct SimulatedRoutes: Sendable {
    /// A request of one method and path.
    package struct Route: Sendable {
        let method: HTTPRequest.Method
        let path: String
        let isOpen: Bool
        let permission: String?
        let answer: Answer
    }

    package typealias Answer =
        @Sendable (SimulatedRequest) async throws(SimulatedRefusal) -> SimulatedAnswer

    private let access: SimulatedAccess
    private let routes: [Route]
    private let limit: SimulatedRateLimit?
    private let refusal: @Sendable (SimulatedRefusal) -> JSONValue

    /// - Parameters:
    ///   - limit: How many requests are answered; nil for no limit.
    ///   - refusal: Writes the body of a refusal; `{"message":"there is no page 4"}` unless it is given.
    package init(
        _ access: SimulatedAccess, _ routes: [Route], limit: SimulatedRateLimit? = nil,
        refusal: @escaping @Sendable (SimulatedRefusal) -> JSONValue = { ["message": .text($0.message)] }
    ) {
        self.access = access
        self.routes = routes
        self.limit = limit
        self.refusal = refusal
    }

    /// Answers a request: 429 if it is one too many, 404 if no route has its path, 405 if none of them has its method, 401
    /// or 403 if it may not be sent.
    package func answer(_ request: SimulatedRequest) async -> SimulatedAnswer {
        do throws(SimulatedRefusal) {
            try limit?.check()
            let known = routes.filter { $0.matches(request.path) }
            guard !known.isEmpty else { throw SimulatedRefusal(404, "there is no \(request.path)") }
            guard let route = known.first(where: { $0.method.rawValue == request.method }) else {
                let methods = known.map(\.method.rawValue).joined(separator: " and ")
                throw SimulatedRefusal(405, "\(request.path) takes \(methods)")
            }
            if !route.isOpen { try access.check(request, permission: route.permission) }
            return try await route.answer(request)
        } catch {
            return SimulatedAnswer(refusal(error), status: error.status, headers: error.headers)
        }
    }
}

extension SimulatedRoutes.Route {
    /// - Parameters:
    ///   - path: The whole path. A component `*` stands for any, see ``SimulatedRequest/component(_:)``.
    ///   - isOpen: Whether it takes no access, as the request for a token.
    ///   - permission: What a key must be allowed, see ``SimulatedAccess/keys(in:_:)``; nil for nothing.
    package static func on(
        _ method: HTTPRequest.Method, _ path: String, isOpen: Bool = false, permission: String? = nil,
        _ answer: @escaping SimulatedRoutes.Answer
    ) -> Self {
        Self(method: method, path: path, isOpen: isOpen, permission: permission, answer: answer)
    }

    package static func get(
        _ path: String, permission: String? = nil, _ answer: @escaping SimulatedRoutes.Answer
    ) -> Self {
        on(.get, path, permission: permission, answer)
    }

    fileprivate func matches(_ other: String) -> Bool {
        let (wanted, found) = (SimulatedRequest.components(of: path), SimulatedRequest.components(of: other))
        return wanted.count == found.count
            && zip(wanted, found).allSatisfy { $0 == $1 || $0 == "*" && !$1.isEmpty }
    }
}

extension SimulatedRequest {
    /// The component of the path at this place, counted from 0, decoded: 2 is `42` of `/v1/items/42`.
    package func component(_ place: Int) -> String {
        let parts = Self.components(of: path)
        guard parts.indices.contains(place) else { return "" }
        return String(parts[place]).removingPercentEncoding ?? ""
    }

    fileprivate static func components(of path: String) -> [Substring] {
        path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    }
}
