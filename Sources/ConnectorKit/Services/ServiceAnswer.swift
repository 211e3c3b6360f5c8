/// A response with the name of its request, for messages.
public struct ServiceAnswer: Sendable {
    /// The request as messages show it: `GET https://api.example.com/courses, page 3`.
    public let request: String
    public let response: HTTPResponse
    /// Texts that no message may repeat.
    private let hidden: [String]

    /// - Parameter secrets: Secrets that were sent and must not appear in a message, neither in clear nor encoded as in a
    ///   form.
    public init(_ response: HTTPResponse, to request: String, hiding secrets: Secret?...) {
        self.request = request
        self.response = response
        hidden = secrets.compactMap { $0?.reveal() }.filter { !$0.isEmpty }.flatMap {
            [$0, URLQuery.encoded($0)]
        }
    }

    /// Returns the values at the paths.
    ///
    /// - Throws: ``Failure/contract(_:)`` if the response is not JSON.
    public func values(_ paths: [String]) throws(Failure) -> [[SourceValue]] {
        do {
            return try SourceDocument(json: response.body[...], paths: JSONPaths(paths)).values
        } catch {
            throw unreadable(error)
        }
    }

    /// The failure for a response that is not the expected JSON.
    public func unreadable(_ fault: JSONFault) -> Failure { .contract("\(request): \(fault.message)") }

    /// The request, the status and the service's explanation: `GET …: HTTP 403, "Insufficient roles"`.
    public var problem: String {
        "\(request): HTTP \(response.status)" + (explanation.map { ", \"\($0)\"" } ?? "")
    }

    /// - Parameters:
    ///   - expected: What a success would be, such as `a page of courses`.
    ///   - permission: What an administrator has to allow, for the message about a 403: `the scope reports.read`.
    /// - Throws: The failure that the status stands for, unless it is a success.
    public func requireSuccess(_ expected: String, permission: String) throws(Failure) {
        switch response.status {
        case 200...299: return
        case 401: throw .credentials("\(problem); the service refused the credentials")
        case 403: throw .credentials("\(problem); needed is \(permission)")
        default: throw .contract("\(problem); \(expected) was expected")
        }
    }

    /// The member of the response that explains an error: `message`, those of RFC 6749 section 5.2, those of RFC 9457, or
    /// `message`, `detail` and `code` within `error`, on one line and at most 200 characters long.
    private var explanation: String? {
        let paths = JSONPaths([
            "message", "error_description", "error_code", "error", "detail", "title", "error.message",
            "error.detail", "error.code",
        ])
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
