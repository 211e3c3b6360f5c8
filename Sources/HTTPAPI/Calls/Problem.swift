import enum ConnectorKit.JSONValue
import struct ConnectorKit.JSONObject
package import ConfigurationFiles
package import HTTPTypes
import Host
import Hummingbird
import Model
import NIOCore
import Store

/// Why a call failed, as problem details (RFC 9457).
package struct Problem: Error, Sendable, Equatable {
    package let status: HTTPResponse.Status
    package let detail: String
    package let retryAfter: Int?
    /// The mistakes in the configuration files, if they are the reason.
    package let diagnostics: [Diagnostic]

    /// A change that was written to a file and is not in force yet.
    package static func notInForce(_ reason: String) -> Problem {
        conflict("the file is written, and is not in force: \(reason)")
    }

    package static func badRequest(_ detail: String) -> Problem {
        Problem(status: .badRequest, detail: detail)
    }
    package static func notFound(_ detail: String) -> Problem { Problem(status: .notFound, detail: detail) }
    package static func conflict(_ detail: String) -> Problem { Problem(status: .conflict, detail: detail) }
    package static func forbidden(_ detail: String) -> Problem { Problem(status: .forbidden, detail: detail) }
    /// What the host could not do, in words for callers: a store that cannot be used now is no fault of the program.
    package static func hostFailed(_ error: any Error) -> Problem {
        switch error as? StoreError {
        case .unusable, .moved, .full, .busy, .unreachable:
            Problem(
                status: .serviceUnavailable,
                detail: "the store cannot be used at the moment; the host's log says why")
        default: Problem(status: .internalServerError, detail: "the host failed; its log says why")
        }
    }
    package static let unauthorized = Problem(
        status: .unauthorized,
        detail: "a token is needed: `Authorization: Bearer …`; `tributary token create` makes one")

    package init(
        status: HTTPResponse.Status, detail: String, retryAfter: Int? = nil, diagnostics: [Diagnostic] = []
    ) {
        self.status = status
        self.diagnostics = diagnostics
        self.detail = detail
        self.retryAfter = retryAfter
    }

    var response: Response {
        var members: [(String, JSONValue)] = [
            ("type", .text("about:blank")), ("title", .text(status.reasonPhrase)),
            ("status", .integer(status.code)), ("detail", .text(detail)),
        ]
        if !diagnostics.isEmpty {
            members.append(("diagnostics", .list(diagnostics.map { .object(Record($0)) })))
        }
        let record = Record(members)
        var headers: HTTPFields = [.contentType: "application/problem+json"]
        if status == .unauthorized { headers[.wwwAuthenticate] = "Bearer" }
        if let retryAfter { headers[.retryAfter] = String(retryAfter) }
        return Response(
            status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: record.json)))
    }
}
