import ConnectorKit
import Synchronization

/// The network below a push: it notes the writes that reach the service, and may lose the answer to one call, after
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
            guard state.calls <= lost ?? .max else { return nil }
            if request.authorized, request.method != .get {
                let body = String(decoding: request.body ?? [], as: UTF8.self)
                state.writes.append("\(request.method.rawValue) \(request.url) \(body)")
            }
            return state.calls
        }
        guard let number else { throw .fatal("the connection is gone") }
        let answer = try await network.send(request)
        if number == lost { throw .fatal("the answer was lost") }
        return answer
    }
}
