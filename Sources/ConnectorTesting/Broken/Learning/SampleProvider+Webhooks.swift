import ConnectorKit
import Foundation

extension SampleProvider: WebhookProvider {
    func signature(of headers: [HTTPHeader]) -> WebhookSignature? {
        let value = headers.first { $0.name.lowercased() == SampleLearning.header.lowercased() }?.value
        guard let parts = value?.split(separator: ".", maxSplits: 1), parts.count == 2,
            let seconds = TimeInterval(String(parts[0])), let code = Data(base64Encoded: String(parts[1]))
        else { return nil }
        return WebhookSignature(
            signedAt: Date(timeIntervalSince1970: seconds), prefix: Array("\(parts[0]).".utf8),
            codes: [Array(code)])
    }

    func event(in body: [UInt8]) throws(Failure) -> ProviderEvent {
        let document: SourceDocument
        do throws(JSONFault) {
            document = try SourceDocument(json: body[...], paths: JSONPaths(["event", "enrolment"]))
        } catch {
            throw .contract("the event cannot be read: \(error.message)")
        }
        guard case .text(let id)? = document.values[0].first,
            case .text(let enrolment)? = document.values[1].first
        else { throw .contract("the event has no id, or is about nothing") }
        return ProviderEvent(id: id, type: "learned", subject: .enrolment(EnrolmentHint(id: enrolment)))
    }

    func registerWebhook(_ url: String, secret: Secret, of connection: Connection) async throws(Failure)
        -> Bool
    {
        let wanted = Array("\(url)\n\(secret.reveal())".utf8)
        guard try await Self.webhook(.get, nil, connection) != wanted else { return false }
        _ = try await Self.webhook(.put, wanted, connection)
        return true
    }

    func unregisterWebhook(_ url: String, of connection: Connection) async throws(Failure) {
        _ = try await Self.webhook(.delete, nil, connection)
    }

    func items(_ ids: [String], of connection: Connection) async throws(Failure) -> CatalogPage {
        throw .fatal("the service calls about enrolments alone")
    }

    func enrolments(about hints: [EnrolmentHint], of connection: Connection) async throws(Failure)
        -> [Enrolment]
    {
        let ids = hints.map(\.id).joined(separator: ",")
        return try await Self.rows("/enrolments?ids=\(ids)", of: connection).rows.map {
            row throws(Failure) in try Self.enrolment(row)
        }
    }

    private static func webhook(
        _ method: HTTPRequest.Method, _ body: [UInt8]?, _ connection: Connection
    ) async throws(Failure) -> [UInt8] {
        let answer = try await connection.client.send(
            HTTPRequest(method, (connection.settings["url"] ?? "") + "/webhook", body: body))
        guard answer.status == 200 else { throw .contract("the service answered \(answer.status)") }
        return answer.body
    }
}
