import ConnectorKit

/// The address and options of a repository for one connection.
struct Repository {
    /// The format that every repository supports (OAI-PMH 2.0 section 3.4).
    static let defaultPrefix = "oai_dc"

    let url: String
    let set: String?
    let prefix: String

    init(_ settings: Settings) {
        url = settings["url"] ?? ""
        set = settings["set"].flatMap { $0.isEmpty ? nil : $0 }
        prefix = settings["metadata_prefix"] ?? Self.defaultPrefix
    }

    /// A request as a URL (OAI-PMH 2.0 section 3.1.1.1). Everything except letters and digits is encoded.
    func request(_ verb: Verb, _ arguments: [(name: String, value: String)] = []) -> HTTPRequest {
        var query = URLQuery()
        query.add("verb", verb.rawValue)
        for argument in arguments { query.add(argument.name, argument.value) }
        return HTTPRequest(
            .get, url + query.text, headers: [HTTPHeader("Accept", "text/xml, application/xml")],
            authorized: false)
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
        "GET \(url)?verb=\(verb.rawValue)" + (page.map { ", page \($0)" } ?? "")
    }
}
