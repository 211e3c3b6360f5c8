import ConnectorKit
import Synchronization

/// The network of a case, which remembers the last request that was refused, or else the last one.
final class WatchedNetwork: HTTPClient {
    private let network: any HTTPClient
    private let seen = Mutex<(last: String?, refused: String?)>((nil, nil))

    init(_ network: any HTTPClient) { self.network = network }

    /// Such as `GET http://127.0.0.1:8365/v1/items?limit=50 was answered 400: {"message":"…"}`.
    var last: String? { seen.withLock { $0.refused ?? $0.last } }

    func send(_ request: HTTPRequest) async throws(Failure) -> HTTPResponse {
        let name = "\(request.method.rawValue) \(request.url)"
        do throws(Failure) {
            let answer = try await network.send(request)
            note("\(name) was answered \(answer.status)", answer)
            return answer
        } catch {
            seen.withLock { $0.last = "\(name) failed: \(error.message)" }
            throw error
        }
    }

    private func note(_ text: String, _ answer: HTTPResponse) {
        seen.withLock { seen in
            seen.last = text
            guard answer.status >= 400, answer.status != 401 else { return }
            seen.refused = text + ": " + String(decoding: answer.body.prefix(200), as: UTF8.self)
        }
    }
}
