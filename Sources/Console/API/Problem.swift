import ConfigurationFiles
import HTTPTypes
import Host
import Hummingbird
import Model
import NIOCore

/// Why a call was not done, as RFC 9457 tells it.
struct Problem: LateFailure, Sendable, Equatable {
    let status: HTTPResponse.Status
    let detail: String
    let retryAfter: Int?
    /// What is wrong with the configuration files, where that is why.
    let diagnostics: [Diagnostic]
    /// Whether what was asked for was done in part, so that the audit trail is to tell of it.
    var isAfterChange = false

    /// What was written into a file and does not hold yet.
    static func notInForce(_ reason: String) -> Problem {
        var problem = conflict("the file is written, and is not in force: \(reason)")
        problem.isAfterChange = true
        return problem
    }

    static func badRequest(_ detail: String) -> Problem { Problem(status: .badRequest, detail: detail) }
    static func notFound(_ detail: String) -> Problem { Problem(status: .notFound, detail: detail) }
    static func conflict(_ detail: String) -> Problem { Problem(status: .conflict, detail: detail) }
    static func forbidden(_ detail: String) -> Problem { Problem(status: .forbidden, detail: detail) }
    static let unauthorized = Problem(
        status: .unauthorized,
        detail: "a token is needed: `Authorization: Bearer …`; `tributary token create` makes one")

    init(status: HTTPResponse.Status, detail: String, retryAfter: Int? = nil, diagnostics: [Diagnostic] = [])
    {
        self.status = status
        self.diagnostics = diagnostics
        self.detail = detail
        self.retryAfter = retryAfter
    }

    var response: Response {
        var members: [(String, RecordValue)] = [
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
