import ConnectorKit
import HTTPTypes
import Host
import Hummingbird
import NIOCore
import Webhooks

/// `POST /webhooks/{provider}/{connection}` (rule W1).
struct WebhookRoute: Sendable {
    let receiver: @Sendable () -> WebhookReceiver

    func add(to router: Router<some RequestContext>) {
        router.post("/webhooks/:provider/:connection") { request, context in
            let provider = try context.parameters.require("provider")
            let connection = try context.parameters.require("connection")
            return Self.response(await answer(request, provider: provider, connection: connection))
        }
    }

    /// Returns nil if the caller disconnected before its request was complete.
    private func answer(_ request: Request, provider: String, connection: String) async -> WebhookAnswer? {
        guard let entrance = receiver().endpoint(provider: provider, connection: connection) else {
            return .refused(.unknownConnection)
        }
        let stated = request.headers[.contentLength].flatMap { Int($0) } ?? 0
        guard stated <= WebhookReceiver.longestBody else { return entrance.refuse(.tooLarge) }
        do {
            let body = try await request.body.collect(upTo: WebhookReceiver.longestBody)
            let headers = request.headers.map { HTTPHeader($0.name.canonicalName, $0.value) }
            return await entrance.receive(headers: headers, body: Array(buffer: body))
        } catch is NIOTooManyBytesError {
            return entrance.refuse(.tooLarge)
        } catch {
            return nil
        }
    }

    private static func response(_ answer: WebhookAnswer?) -> Response {
        switch answer {
        case .acknowledged: Response(status: .noContent)
        case .refused(let refusal): text(.init(code: refusal.status), refusal.message)
        case .unavailable: text(.serviceUnavailable, "the event cannot be stored now; send it again")
        case nil: text(.badRequest, "the request was not complete")
        }
    }

    private static func text(_ status: HTTPResponse.Status, _ message: String) -> Response {
        Response(
            status: status, headers: [.contentType: "text/plain; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: message + "\n")))
    }
}
