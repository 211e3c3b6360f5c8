import ConnectorKit
import Foundation

/// Why a call to the platform did not succeed.
enum PlatformProblem: Error {
    /// It answered with an error.
    case refused(PlatformRefusal)
    /// There was no answer that could be read.
    case failed(Failure)

    /// The code of a refusal.
    var code: String? {
        if case .refused(let refusal) = self { refusal.code } else { nil }
    }

    var failure: Failure {
        switch self {
        case .refused(let refusal): refusal.failure
        case .failed(let failure): failure
        }
    }
}

/// An error answer, in one of 360Learning's two shapes: `{"error":"code"}` and
/// `{"error":{"code":"…","message":"…"}}` (rule D3).
struct PlatformRefusal: Sendable, Equatable {
    /// Method and address without query.
    let label: String
    let status: Int
    /// Nil if the body is in neither shape.
    let code: String?
    let message: String?

    init(label: String, _ response: HTTPResponse) {
        self.label = label
        status = response.status
        let body = try? JSONDecoder().decode(Body.self, from: Data(response.body))
        code = body?.code
        message = body?.message
    }

    /// What is wrong, as it stands behind the request's name in a message.
    var text: String {
        var text = "360Learning answered \(status)"
        if let code { text += " \(code)" }
        if let message, !message.isEmpty { text += ": \(message)" }
        return text
    }

    /// Whether it is about what a batch holds: the published codes, and what servers and gateways answer to a
    /// body that they cannot take.
    var concernsInput: Bool {
        code == "invalidInput" || code == "inputTooLong" || [413, 422].contains(status)
    }

    var failure: Failure {
        switch status {
        case 403:
            .credentials(
                "\(label): \(text); the API credentials lack a scope that is needed "
                    + "(integrations:read, write and bulk, bulkOperations:read, courses:read and write, "
                    + "courseStats:read, tags:read and write, users:read, groups:read)")
        case 429: .rateLimited(retryAfter: nil, "\(label): \(text)")
        case 500...: .transient("\(label): \(text)")
        default: .fatal("\(label): \(text)")
        }
    }

    private struct Body: Decodable {
        let code: String
        let message: String?

        private enum Key: String, CodingKey { case error, description = "error_description" }
        private enum InnerKey: String, CodingKey { case code, message }

        init(from decoder: any Decoder) throws {
            let outer = try decoder.container(keyedBy: Key.self)
            if let code = try? outer.decode(String.self, forKey: .error) {
                self.code = code
                message = try? outer.decode(String.self, forKey: .description)
                return
            }
            let inner = try outer.nestedContainer(keyedBy: InnerKey.self, forKey: .error)
            code = try inner.decode(String.self, forKey: .code)
            message = try? inner.decode(String.self, forKey: .message)
        }
    }
}
