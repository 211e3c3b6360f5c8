import ConnectorKit

/// A repository as the settings of one connection reach it.
struct Repository {
    /// The format every repository has (OAI-PMH 2.0 section 3.4).
    static let usualPrefix = "oai_dc"

    let url: String
    let set: String?
    let prefix: String

    init(_ settings: Settings) {
        url = settings["url"] ?? ""
        set = settings["set"].flatMap { $0.isEmpty ? nil : $0 }
        prefix = settings["metadata_prefix"] ?? Self.usualPrefix
    }

    /// A request as a URL (OAI-PMH 2.0 section 3.1.1.1); everything but letters and digits is encoded.
    func request(_ verb: Verb, _ arguments: [(name: String, value: String)] = []) -> HTTPRequest {
        var query = URLQuery()
        query.add("verb", verb.rawValue)
        for argument in arguments { query.add(argument.name, argument.value) }
        return HTTPRequest(
            .get, url + query.text, headers: [HTTPHeader("Accept", "text/xml, application/xml")],
            authorized: false)
    }

    /// The first page of the records, from a datestamp on where one is given.
    func firstPage(from: String?) -> HTTPRequest {
        var arguments = [(name: "metadataPrefix", value: prefix)]
        if let set { arguments.append(("set", set)) }
        if let from { arguments.append(("from", from)) }
        return request(.listRecords, arguments)
    }

    /// The page after. A token stands alone: it stands for the arguments too (OAI-PMH 2.0 section 4.5).
    func nextPage(of verb: Verb, token: String) -> HTTPRequest {
        request(verb, [("resumptionToken", token)])
    }

    /// A request as messages name it: `GET https://repository.example.edu/oai?verb=ListRecords, page 3`.
    func label(_ verb: Verb, page: Int? = nil) -> String {
        "GET \(url)?verb=\(verb.rawValue)" + (page.map { ", page \($0)" } ?? "")
    }
}
