import ConnectorKit

/// A response with the name of its request, for messages.
struct Answer {
    let request: String
    let response: HTTPResponse

    init(_ response: HTTPResponse, to request: String) {
        self.request = request
        self.response = response
    }

    /// - Parameter permission: What an administrator allows keys, as their page names it.
    /// - Throws: The failure that the status stands for, unless it is 200.
    func requireSuccess(permission: String) throws(Failure) {
        switch response.status {
        case 200: return
        case 401: throw .credentials("\(problem); LinkedIn refused the access token")
        case 403:
            throw .credentials(
                "\(problem); an administrator must allow the keys \(permission) under Access content and reports via API"
            )
        default: throw .contract("\(problem); a page was expected")
        }
    }

    /// The request, the status and LinkedIn's explanation.
    var problem: String {
        "\(request): HTTP \(response.status)" + (explanation.map { ", \"\($0)\"" } ?? "")
    }

    private var explanation: String? {
        let paths = JSONPaths(["message", "error_description"])
        let found = try? SourceDocument(json: response.body[...], paths: paths).values
        guard case .text(let text)? = found?.lazy.compactMap(\.first).first else { return nil }
        return text.count > 200 ? text.prefix(200) + "…" : text
    }
}
