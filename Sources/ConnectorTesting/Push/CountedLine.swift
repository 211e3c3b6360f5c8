import ConnectorKit
import Synchronization

/// The network below a push: it notes the writes that the service took, and may lose the answer to one call, after
/// which nothing more is sent.
final class CountedLine: HTTPClient {
    private let network: any HTTPClient
    private let lost: Int?
    private let state = Mutex((calls: 0, writes: [String]()))

    /// - Parameter call: whose answer is lost, from 1; nil for none.
    init(_ network: any HTTPClient, losing call: Int?) {
        self.network = network
        lost = call
    }

    /// The writes so far: method, address and body.
    var writes: [String] { state.withLock(\.writes) }
    /// How many calls were made.
    var calls: Int { state.withLock(\.calls) }

    func send(_ request: HTTPRequest) async throws(Failure) -> HTTPResponse {
        let number = state.withLock { state -> Int? in
            state.calls += 1
            return state.calls <= lost ?? .max ? state.calls : nil
        }
        guard let number else { throw .fatal("the connection is gone") }
        let answer = try await network.send(request)
        if request.authorized, request.method != .get, (200...299).contains(answer.status) {
            let body = String(decoding: request.body ?? [], as: UTF8.self)
            state.withLock { $0.writes.append("\(request.method.rawValue) \(request.url) \(body)") }
        }
        if number == lost { throw .fatal("the answer was lost") }
        return answer
    }
}
