import ConnectorKit
import Foundation

/// The calls of 360Learning's API v2, as JSON in and out.
struct PlatformAPI: Sendable {
    /// Scheme, host and port.
    let origin: String
    let client: any HTTPClient

    init(_ connection: Connection) {
        origin = connection.settings["url"] ?? ""
        client = connection.client
    }

    /// Sends a request and takes any answer of 2xx.
    ///
    /// - Parameters:
    ///   - path: below `/api/v2/`, encoded.
    ///   - repeatable: nil for what the method says.
    func answer(
        _ method: HTTPRequest.Method, _ path: String, query: String = "", body: [UInt8]? = nil,
        repeatable: Bool? = nil, authorized: Bool = true
    ) async throws(PlatformProblem) -> HTTPResponse {
        let address = "\(origin)/api/v2/\(path)"
        var headers = [HTTPHeader("360-api-version", "v2.0")]
        if body != nil { headers.append(HTTPHeader("Content-Type", "application/json")) }
        let request = HTTPRequest(
            method, address + query, headers: headers, body: body, authorized: authorized,
            repeatable: repeatable)
        let response: HTTPResponse
        do throws(Failure) { response = try await client.send(request) } catch { throw .failed(error) }
        guard (200..<300).contains(response.status) else {
            throw .refused(PlatformRefusal(label: "\(method.rawValue) \(address)", response))
        }
        return response
    }

    /// The value of an answer.
    func value<Value: Decodable>(
        _ method: HTTPRequest.Method, _ path: String, body: [UInt8]? = nil, authorized: Bool = true,
        as _: Value.Type = Value.self
    ) async throws(PlatformProblem) -> Value {
        try read(
            try await answer(method, path, body: body, authorized: authorized),
            of: "\(method.rawValue) \(origin)/api/v2/\(path)")
    }

    /// All elements of a list, page after page.
    func list<Element: Decodable>(
        _ path: String, query: URLQuery = URLQuery(), of _: Element.Type = Element.self
    ) async throws(PlatformProblem) -> [Element] {
        var elements: [Element] = []
        var query = query.text
        var seen: Set<String> = []
        while true {
            let page: (elements: [Element], next: String?) = try await page(path, query: query)
            elements += page.elements
            guard let next = page.next else { return elements }
            guard seen.insert(next).inserted else {
                throw .failed(
                    .contract("GET \(origin)/api/v2/\(path): a page names itself as the next one"))
            }
            query = next
        }
    }

    /// One page of a list, and the query of the next one; nil for the last.
    func page<Element: Decodable>(
        _ path: String, query: String
    ) async throws(PlatformProblem) -> (elements: [Element], next: String?) {
        let response = try await answer(.get, path, query: query)
        let elements = try read(response, of: "GET \(origin)/api/v2/\(path)", as: [Element].self)
        return (elements, response.header("Link").flatMap(NextPage.query))
    }

    private func read<Value: Decodable>(
        _ response: HTTPResponse, of label: String, as _: Value.Type = Value.self
    ) throws(PlatformProblem) -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: Data(response.body))
        } catch {
            throw .failed(
                .contract(
                    "\(label): 360Learning answered \(response.status) with what is not its published JSON"))
        }
    }
}

/// The `Link` header of a list (rule D4).
enum NextPage {
    /// The query of the next page, with its `?`; nil if there is no further page.
    ///
    /// Only the query is taken: the access token goes to the configured host alone, whatever a header names.
    static func query(_ link: String) -> String? {
        guard let match = link.firstMatch(of: /<([^>]*)>[^<]*?;\s*rel="?next\b"?/),
            let mark = match.1.firstIndex(of: "?")
        else { return nil }
        return String(match.1[mark...].prefix { $0 != "#" })
    }
}
