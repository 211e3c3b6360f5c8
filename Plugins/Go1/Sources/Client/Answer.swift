import ConnectorKit

/// A response from Go1 with the name of its request, for messages.
struct Answer {
    /// The request as messages show it: `GET https://gateway.go1.com/learning-objects, page 3`.
    let request: String
    let response: HTTPResponse
    /// The secret, both in clear and form-encoded.
    private let hidden: [String]

    /// - Parameter secret: A secret that was sent and must not appear in a message.
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

    /// Returns the values at the paths.
    ///
    /// - Throws: ``Failure/contract(_:)`` if the response is not JSON.
    func values(_ paths: [String]) throws(Failure) -> [[SourceValue]] {
        do {
            return try SourceDocument(json: response.body[...], paths: JSONPaths(paths)).values
        } catch {
            throw unreadable(error)
        }
    }

    /// The failure for a response that is not the expected JSON.
    func unreadable(_ fault: JSONFault) -> Failure {
        .contract("\(request): \(fault.message)")
    }

    /// The request, the status and Go1's explanation: `GET …: HTTP 403, "Insufficient roles"`.
    var problem: String {
        "\(request): HTTP \(response.status)" + (explanation.map { ", \"\($0)\"" } ?? "")
    }

    /// Go1's explanation: `message` in both generations (rule G18), or the members that RFC 6749 section 5.2
    /// defines for token errors.
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
