import ConnectorKit
import Synchronization

/// Answers requests from a script, in order, and keeps them.
final class ScriptedClient: HTTPClient {
    private let state: Mutex<(requests: [HTTPRequest], answers: [Result<HTTPResponse, Failure>])>

    init(_ answers: [Result<HTTPResponse, Failure>]) {
        state = Mutex(([], answers))
    }

    convenience init(_ answers: HTTPResponse...) {
        self.init(answers.map { .success($0) })
    }

    var requests: [HTTPRequest] { state.withLock { $0.requests } }

    func send(_ request: HTTPRequest) async throws(Failure) -> HTTPResponse {
        let answer = state.withLock { state -> Result<HTTPResponse, Failure>? in
            state.requests.append(request)
            return state.answers.isEmpty ? nil : state.answers.removeFirst()
        }
        guard let answer else { throw .fatal("the script has no answer to \(request.url)") }
        return try answer.get()
    }
}

extension HTTPResponse {
    static func text(_ status: Int = 200, _ body: String) -> HTTPResponse {
        HTTPResponse(status: status, body: Array(body.utf8))
    }
}
