package import ConnectorKit
import Synchronization

/// A client that returns scripted responses in order and records the requests.
package final class ScriptedClient: HTTPClient {
    package typealias Answer = Result<HTTPResponse, Failure>

    private let state: Mutex<(requests: [HTTPRequest], answers: [Answer])>

    package init(_ answers: [Answer]) { state = Mutex(([], answers)) }

    package convenience init() { self.init([]) }

    package convenience init(_ answers: Answer...) { self.init(answers) }

    package convenience init(_ answers: HTTPResponse...) { self.init(answers.map { .success($0) }) }

    package var requests: [HTTPRequest] { state.withLock { $0.requests } }

    package func send(_ request: HTTPRequest) async throws(Failure) -> HTTPResponse {
        let answer = state.withLock { state -> Answer? in
            state.requests.append(request)
            return state.answers.isEmpty ? nil : state.answers.removeFirst()
        }
        guard let answer else { throw .fatal("the script has no answer to \(request.url)") }
        return try answer.get()
    }
}

extension HTTPResponse {
    package static func text(_ status: Int = 200, _ body: String) -> HTTPResponse {
        HTTPResponse(status: status, body: Array(body.utf8))
    }
}

/// A client for tests that make no requests.
package struct NoNetwork: HTTPClient {
    package init() {}

    package func send(_ request: HTTPRequest) async throws(Failure) -> HTTPResponse {
        throw .fatal("the tests have no network")
    }
}
