public import ConnectorKit
import Foundation
import Synchronization

/// A service that answers with recorded bodies: those of each path one after the other, all with the status 200.
///
/// ```swift
/// RecordedService(["/v1/items": [items], "/v1/enrolments": [first, second]])
/// ```
public final class RecordedService: HTTPClient {
    private let state: Mutex<State>

    private struct State {
        var pages: [String: ArraySlice<String>]
        var requests: [HTTPRequest] = []
    }

    /// - Parameter pages: The bodies by the path of the request, without its query.
    public init(_ pages: [String: [String]]) {
        state = Mutex(State(pages: pages.mapValues { $0[...] }))
    }

    /// The requests so far, in order.
    public var requests: [HTTPRequest] { state.withLock(\.requests) }

    /// - Throws: `Failure.fatal` if no body is left for the path.
    public func send(_ request: HTTPRequest) async throws(Failure) -> HTTPResponse {
        let path = URLComponents(string: request.url)?.path ?? ""
        let page = state.withLock { state in
            state.requests.append(request)
            return state.pages[path]?.popFirst()
        }
        guard let page else { throw .fatal("no page is left for \(request.method.rawValue) \(path)") }
        return HTTPResponse(status: 200, body: Array(page.utf8))
    }
}
