import SimulatorSupport
import ConnectorKit

/// The endpoints of the portal.
enum Route: Sendable, Equatable {
    case token
    case validate
    case list(Generation)
    /// With the decoded id from the path, as in the following cases.
    case single(Generation, String)
    case newContent
    case setContent(String)
    case deleteContent(String)
    case alternatives(String)
    case enrolments(Generation)
    case enrolment(Generation, String)
    case newEnrolment
    case changeEnrolment(String)
    case accounts(Generation)
    case account(Generation, String)
    case webhooks
    case newWebhook
    case webhook(String)

    /// - Throws: ``Refusal`` 404 for an unknown path, 405 for an unsupported method.
    init(_ request: PortalRequest) throws(Refusal) {
        let path = request.path
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        let routes = try Self.routes(Array(parts))
        guard !routes.isEmpty else { throw .notFound("there is no \(path)") }
        guard let route = routes.first(where: { $0.method == request.method }) else {
            let methods = routes.map(\.method)
            throw Refusal(
                status: 405, code: "method_not_allowed",
                message: "\(path) does not take \(request.method); "
                    + "\(methods.joined(separator: " or ")) was expected",
                headers: ["Allow": methods.joined(separator: ", ")])
        }
        self = route
    }

    /// Returns the routes of a path, one for each method.
    private static func routes(_ parts: [Substring]) throws(Refusal) -> [Route] {
        let isV2 = parts.first == "v2"
        let generation: Generation = isV2 ? .v2 : .gateway
        let rest = Array(isV2 ? parts.dropFirst() : parts[...])
        let id = rest.count > 1 ? try Query.decode(rest[1]) : ""
        switch (rest.first, rest.count) {
        case ("learning-objects", 1): return [.list(generation)] + (isV2 ? [] : [.newContent])
        case ("learning-objects", 2):
            return [.single(generation, id)] + (isV2 ? [] : [.deleteContent(id)])
        case ("enrollments", 1): return [.enrolments(generation)] + (isV2 ? [] : [.newEnrolment])
        case ("enrollments", 2):
            return [.enrolment(generation, id)] + (isV2 ? [] : [.changeEnrolment(id)])
        case ("users", 1) where isV2, ("user-accounts", 1) where !isV2: return [.accounts(generation)]
        case ("users", 2) where isV2, ("user-accounts", 2) where !isV2: return [.account(generation, id)]
        case _ where isV2: return []
        case ("oauth", 2): return rest[1] == "token" ? [.token] : rest[1] == "validate" ? [.validate] : []
        case ("learning-objects", 3):
            return rest[2] == "alternatives"
                ? [.alternatives(id)] : rest[2] == "set" ? [.setContent(id)] : []
        case ("webhooks", 1): return [.webhooks, .newWebhook]
        case ("webhooks", 2): return [.webhook(id)]
        default: return []
        }
    }

    var method: String {
        switch self {
        case .token, .newWebhook, .newContent, .setContent, .newEnrolment: "POST"
        case .webhook, .changeEnrolment: "PATCH"
        case .deleteContent: "DELETE"
        default: "GET"
        }
    }

    /// The scopes of the operation in the published description; for accounts, those that a client was seen
    /// to request (rule G2).
    var scopes: [String] {
        switch self {
        case .token, .validate: []
        case .list, .single: ["lo.read"]
        case .newContent, .setContent, .deleteContent: ["lo.write"]
        case .newEnrolment, .changeEnrolment: ["enrollment.write"]
        case .alternatives: ["portal.read", "lo.read"]
        case .enrolments, .enrolment: ["enrollment.read"]
        case .accounts, .account: ["user.read"]
        case .webhooks: ["webhook.read"]
        case .newWebhook, .webhook: ["webhook.write"]
        }
    }
}
