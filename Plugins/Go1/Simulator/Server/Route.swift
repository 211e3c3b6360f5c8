/// The endpoints of the portal.
enum Route: Sendable, Equatable {
    case token
    case validate
    case list(Generation)
    /// With the id as it stands in the path, decoded.
    case single(Generation, String)

    /// - Throws: ``Refusal`` 404 for a path that is none of the service's, 405 for a method it does not take.
    init(_ request: PortalRequest) throws(Refusal) {
        let path = request.path
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        switch Array(parts) {
        case ["oauth", "token"]: self = .token
        case ["oauth", "validate"]: self = .validate
        case ["v2", "learning-objects"]: self = .list(.v2)
        case ["learning-objects"]: self = .list(.gateway)
        case let found where found.count == 3 && found.starts(with: ["v2", "learning-objects"]):
            self = .single(.v2, try Query.decode(found[2]))
        case let found where found.count == 2 && found[0] == "learning-objects":
            self = .single(.gateway, try Query.decode(found[1]))
        default: throw .notFound("there is no \(path)")
        }
        guard request.method == method else {
            throw Refusal(
                status: 405, code: "method_not_allowed",
                message: "\(path) does not take \(request.method); \(method) was expected",
                headers: ["Allow": method])
        }
    }

    var method: String { self == .token ? "POST" : "GET" }

    /// The scope its operation names in the published description.
    var scope: String? {
        switch self {
        case .token, .validate: nil
        case .list, .single: "lo.read"
        }
    }
}
