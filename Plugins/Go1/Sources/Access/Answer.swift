import ConnectorKit

/// An answer of Go1 and the request it belongs to, for messages.
struct Answer {
    /// The request as messages name it: `GET https://gateway.go1.com/learning-objects, page 3`.
    let request: String
    let response: HTTPResponse
    /// The secret in clear and as a form carries it.
    private let hidden: [String]

    /// - Parameter secret: what was sent along and must not come back in a message.
    init(_ response: HTTPResponse, to request: String, hiding secret: Secret? = nil) {
        self.request = request
        self.response = response
        guard let secret = secret?.reveal(), !secret.isEmpty else {
            hidden = []
            return
        }
        var form = URLQuery()
        form.add("", secret)
        hidden = [secret, String(decoding: form.form.dropFirst(), as: UTF8.self)]
    }

    /// The values at the paths.
    ///
    /// - Throws: ``Failure/contract(_:)`` where the answer is not JSON.
    func values(_ paths: [String]) throws(Failure) -> [[SourceValue]] {
        do {
            return try SourceDocument(json: response.body[...], paths: JSONPaths(paths)).values
        } catch {
            throw unreadable(error)
        }
    }

    /// The failure of an answer that is not the JSON that was expected.
    func unreadable(_ fault: JSONFault) -> Failure {
        .contract("\(request): \(fault.message)")
    }

    /// The request, the status and what Go1 says about it: `GET …: HTTP 403, "Insufficient roles"`.
    var complaint: String {
        "\(request): HTTP \(response.status)" + (explanation.map { ", \"\($0)\"" } ?? "")
    }

    /// What the body says went wrong: `message` of both generations (reference/go1-api-facts.md 6), or the
    /// members RFC 6749 section 5.2 gives to token errors.
    private var explanation: String? {
        let paths = JSONPaths(["message", "error_description", "error_code", "error"])
        guard let values = try? SourceDocument(json: response.body[...], paths: paths).values else {
            return nil
        }
        for case .text(let text)? in values.map(\.first) {
            let words = text.split { $0.isWhitespace || $0.isNewline }.joined(separator: " ")
            guard !words.isEmpty, !hidden.contains(where: words.contains) else { continue }
            return words.count > 200 ? words.prefix(200) + "…" : words
        }
        return nil
    }
}
