import Foundation
import SimulatorSupport
import Synchronization

extension OAIRepository {
    /// The path of the repository.
    static let path = "/oai/request"

    /// Answers a request, with a fault if one applies.
    func answer(_ request: RepositoryRequest) async -> RepositoryAnswer {
        var answer = RepositoryAnswer(body: "")
        var fault: Fault?
        if request.path != Self.path {
            answer = RepositoryAnswer(status: 404, contentType: "text/plain", body: "Not found")
        } else if let pairs = request.pairs {
            fault = roll(pairs)
            if fault == .common(.slow) { try? await pause(options.slowness) }
            answer = refused(pairs) ?? faulty(pairs, request.baseURL, by: fault)
        } else {
            answer = RepositoryAnswer(status: 405, contentType: "text/plain", body: "Method not allowed")
        }
        let entry = LoggedRequest(
            method: request.method, query: request.query, status: answer.status, fault: fault)
        state.withLock { $0.requests.append(entry) }
        return answer
    }

    /// The answer of a repository that refuses `from`.
    private func refused(_ pairs: [(name: String, value: String)]) -> RepositoryAnswer? {
        let from = pairs.first { $0.name == "from" }?.value
        guard let from, let refusal = state.withLock(\.fromRefusal) else { return nil }
        func envelope(_ content: String) -> RepositoryAnswer {
            RepositoryAnswer(
                body: "<OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\">"
                    + "<responseDate>\(now().formatted(.iso8601))</responseDate>\(content)</OAI-PMH>")
        }
        return switch refusal {
        case .error(let code): envelope("<error code=\"\(code)\">from is not supported</error>")
        case .seconds where from.utf8.count == 10: nil
        case .seconds: envelope("<error code=\"badArgument\">from is too fine</error>")
        case .status(let status):
            RepositoryAnswer(status: status, contentType: "text/plain", body: "from is not supported")
        case .html: RepositoryAnswer(contentType: "text/html; charset=utf-8", body: Self.webPage)
        case .emptyList: envelope("<ListRecords/>")
        }
    }

    /// Faults apply only to pages of records.
    private func roll(_ pairs: [(name: String, value: String)]) -> Fault? {
        func value(_ name: String) -> String? { pairs.first { $0.name == name }?.value }
        guard value("verb") == Arguments.Verb.listRecords.rawValue else { return nil }
        return state.withLock { state in
            let token = value("resumptionToken")
            return state.dice.roll(
                page: token.map { state.tokens.page($0, pageSize: options.pageSize) } ?? 1)
        }
    }

    private func faulty(
        _ pairs: [(name: String, value: String)], _ baseURL: String, by fault: Fault?
    ) -> RepositoryAnswer {
        switch fault {
        case .common(.status(let status))?:
            var answer = RepositoryAnswer(
                status: status, contentType: "text/plain", body: "a fault on demand")
            if [429, 503].contains(status) { answer.headers["Retry-After"] = "1" }
            return answer
        case .common(.html)?:
            return RepositoryAnswer(contentType: "text/html; charset=utf-8", body: Self.webPage)
        case .common(.garbage)?:
            let whole = document(pairs, baseURL: baseURL)
            return RepositoryAnswer(body: String(whole.prefix(whole.count / 2)))
        case .common(.cut)?:
            return RepositoryAnswer(body: document(pairs, baseURL: baseURL), isCut: true)
        case .expired?:
            state.withLock { $0.tokens = ResumptionTokens() }
            return RepositoryAnswer(body: document(pairs, baseURL: baseURL))
        case .common(.empty)?:
            return RepositoryAnswer(body: document(pairs, baseURL: baseURL, leavingOutItems: true))
        case .common(.slow)?, nil: return RepositoryAnswer(body: document(pairs, baseURL: baseURL))
        }
    }

    private static let webPage = """
        <!DOCTYPE html>
        <html><head><title>Maintenance</title></head><body><h1>We will be right back</h1></body></html>
        """
}

/// A request to the repository.
struct RepositoryRequest: Sendable {
    let method: String
    let path: String
    /// The query of the URL, or the form.
    let query: String
    let baseURL: String

    /// The arguments; nil for a method other than GET and POST (OAI-PMH 2.0 section 3.1.1).
    var pairs: [(name: String, value: String)]? {
        ["GET", "POST"].contains(method) ? Query(query).pairs : nil
    }
}

/// A response, and how it is delivered.
struct RepositoryAnswer: Sendable {
    var status = 200
    var headers: [String: String] = [:]
    /// OAI-PMH 2.0 section 3.1.2.1.
    var contentType = "text/xml; charset=utf-8"
    var body: String
    /// Whether the connection is closed after half of the body.
    var isCut = false
}
