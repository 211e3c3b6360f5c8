import ConnectorKit

/// What can happen to a request on its way.
enum Trouble: String, Sendable, CaseIterable {
    case rateLimit = "429"
    case serverError = "500"
    case badGateway = "502"
    case unavailable = "503"
    case gatewayTimeout = "504"
    case broken = "a broken connection"
    case html = "a web page"
    case cutJSON = "JSON that was cut off"
    case cutXML = "XML that was cut off"
    case nothing = "an empty answer"

    /// Seconds; what a rate limit asks to wait.
    static let retryAfter = 7

    /// Those that the client below the provider cures.
    static let passing: [Trouble] = [
        .rateLimit, .serverError, .badGateway, .unavailable, .gatewayTimeout, .broken,
    ]

    /// Those that reach the provider as an answer of status 200.
    static let unreadable: [Trouble] = [.html, .cutJSON, .cutXML, .nothing]

    var action: Tap.Action {
        switch self {
        case .rateLimit: answer(429, "", headers: [HTTPHeader("Retry-After", "\(Self.retryAfter)")])
        case .serverError, .badGateway, .unavailable, .gatewayTimeout: answer(Int(rawValue) ?? 500, "")
        case .broken: .fail(.transient("the connection was reset on purpose"))
        case .html: answer(200, "<!DOCTYPE html><html><body><h1>Sign in</h1></body></html>", "text/html")
        case .cutJSON: answer(200, #"{"items":[{"id":1,"na"#, "application/json")
        case .cutXML: answer(200, #"<?xml version="1.0"?><list><item><na"#, "text/xml")
        case .nothing: answer(200, "")
        }
    }

    private func answer(
        _ status: Int, _ body: String, _ type: String = "text/plain", headers: [HTTPHeader] = []
    ) -> Tap.Action {
        .answer(
            HTTPResponse(
                status: status, headers: headers + [HTTPHeader("Content-Type", type)], body: Array(body.utf8))
        )
    }
}
