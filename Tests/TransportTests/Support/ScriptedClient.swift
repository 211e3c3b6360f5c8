import ConnectorKit
import TestSupport

extension ScriptedClient {
    var tokens: [String?] {
        requests.map { request in request.headers.first { $0.name == "Authorization" }?.value }
    }
}

extension Result<HTTPResponse, Failure> {
    static func status(_ status: Int, retryAfter: String? = nil, body: String = "") -> Self {
        .success(
            HTTPResponse(
                status: status, headers: retryAfter.map { [HTTPHeader("retry-after", $0)] } ?? [],
                body: Array(body.utf8)))
    }

    static func broken(_ message: String) -> Self { .failure(.transient(message)) }
}
