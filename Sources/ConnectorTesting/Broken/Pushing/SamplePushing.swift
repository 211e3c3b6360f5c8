import ConnectorKit
import Foundation
import Synchronization

/// The side of a ``SampleService`` that takes content and completions: it keeps what it is sent, also twice.
final class SamplePushing: Sendable {
    private struct Item {
        let reference: String
        var title: String
        /// Set by a second call.
        var launch = ""
    }

    private let state = Mutex((items: [Item](), completions: [String]()))

    /// Nil if the address is none of its own.
    func answer(_ request: HTTPRequest) -> HTTPResponse? {
        let parts = URLComponents(string: request.url)
        let reference = parts?.queryItems?.first { $0.name == "ref" }?.value ?? ""
        let lines = String(decoding: request.body ?? [], as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        switch (parts?.path, request.method) {
        case ("/pushed", .get):
            let found = state.withLock { state in state.items.first { $0.reference == reference } }
            return found.map { .text("\($0.title)\n\($0.launch)") } ?? HTTPResponse(status: 404)
        case ("/pushed", .post):
            state.withLock { $0.items.append(Item(reference: reference, title: lines[0])) }
            return HTTPResponse(status: 201)
        case ("/pushed", .put):
            state.withLock { state in
                for index in state.items.indices where state.items[index].reference == reference {
                    state.items[index].title = lines[0]
                    state.items[index].launch = lines.last ?? ""
                }
            }
            return HTTPResponse(status: 200)
        case ("/completed", .get):
            guard state.withLock({ $0.items.contains { $0.reference == reference } }) else {
                return HTTPResponse(status: 404)
            }
            return .text(state.withLock { $0.completions.contains(reference) } ? "yes" : "no")
        case ("/completed", .post):
            state.withLock { $0.completions.append(reference) }
            return HTTPResponse(status: 201)
        default: return nil
        }
    }
}

extension HTTPResponse {
    fileprivate static func text(_ text: String) -> HTTPResponse {
        HTTPResponse(status: 200, body: Array(text.utf8))
    }
}
