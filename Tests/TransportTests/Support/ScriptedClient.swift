import ConnectorKit
import Synchronization

/// A client that answers from a list and keeps what it was asked.
final class ScriptedClient: HTTPClient {
    private struct State {
        var answers: [Result<HTTPResponse, Failure>]
        var requests: [HTTPRequest] = []
    }

    private let state: Mutex<State>

    init(_ answers: Result<HTTPResponse, Failure>...) {
        state = Mutex(State(answers: answers))
    }

    var requests: [HTTPRequest] { state.withLock { $0.requests } }
    var tokens: [String?] {
        requests.map { request in request.headers.first { $0.name == "Authorization" }?.value }
    }

    func send(_ request: HTTPRequest) async throws(Failure) -> HTTPResponse {
        let answer = state.withLock { state in
            state.requests.append(request)
            return state.answers.isEmpty
                ? .failure(Failure.fatal("more requests than answers")) : state.answers.removeFirst()
        }
        return try answer.get()
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
