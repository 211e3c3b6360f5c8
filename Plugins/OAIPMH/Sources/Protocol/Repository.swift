import ConnectorKit
import Foundation

/// The address and options of a repository for one connection.
struct Repository {
    /// The format that every repository supports (OAI-PMH 2.0 section 3.4).
    static let defaultPrefix = "oai_dc"

    /// The base URL, perhaps with a query of its own (rule O10).
    let url: String
    let set: String?
    let prefix: String
    /// The credentials of Basic authentication (RFC 7617) as they are sent.
    private let credentials: HTTPHeader?

    init(_ settings: Settings) {
        url = settings["url"] ?? ""
        set = settings["set"].flatMap { $0.isEmpty ? nil : $0 }
        prefix = settings["metadata_prefix"] ?? Self.defaultPrefix
        credentials = settings["user"].map { user in
            .basic(user: user, password: settings.secret("password") ?? Secret(""))
        }
    }

    var isAuthenticated: Bool { credentials != nil }

    /// A request as a URL (OAI-PMH 2.0 section 3.1.1.1). Everything except letters and digits is encoded.
    func request(_ verb: Verb, _ arguments: [(name: String, value: String)] = []) -> HTTPRequest {
        var query = URLQuery()
        query.add("verb", verb.rawValue)
        for argument in arguments { query.add(argument.name, argument.value) }
        var headers = [HTTPHeader("Accept", "text/xml, application/xml")]
        if let credentials { headers.append(credentials) }
        return HTTPRequest(.get, address(String(query.text.dropFirst())), headers: headers, authorized: false)
    }

    /// The base URL with a query appended to its own.
    private func address(_ query: String) -> String {
        let joint = !url.contains("?") ? "?" : url.hasSuffix("?") || url.hasSuffix("&") ? "" : "&"
        return url + joint + query
    }

    /// A request for the first page of the records, optionally from a datestamp on.
    func firstPage(from: String?) -> HTTPRequest {
        var arguments = [(name: "metadataPrefix", value: prefix)]
        if let set { arguments.append(("set", set)) }
        if let from { arguments.append(("from", from)) }
        return request(.listRecords, arguments)
    }

    /// A request for the next page. A token excludes all other arguments (OAI-PMH 2.0 section 4.5).
    func nextPage(of verb: Verb, token: String) -> HTTPRequest {
        request(verb, [("resumptionToken", token)])
    }

    /// The name of a request for messages: `GET https://repository.example.edu/oai?verb=ListRecords, page 3`.
    func label(_ verb: Verb, page: Int? = nil) -> String {
        "GET \(address("verb=\(verb.rawValue)"))" + (page.map { ", page \($0)" } ?? "")
    }

    /// A response to one of the requests.
    func answer(_ response: HTTPResponse, _ request: String, _ verb: Verb) -> Answer {
        Answer(request: request, verb: verb, response: response, isAuthenticated: isAuthenticated)
    }
}
