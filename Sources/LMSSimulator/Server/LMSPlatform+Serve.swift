package import ConnectorKit
import HTTPTypes
import Hummingbird
package import Logging
import NIOCore
import SimulatorSupport

extension LMSPlatform {
    /// Serves until the task is cancelled.
    ///
    /// - Parameters:
    ///   - port: on 127.0.0.1; 0 takes a free one.
    ///   - logger: nil for one that writes nothing.
    ///   - ready: called once, when connections are accepted.
    /// - Throws: ``SimulatorFailure/listening(_:)`` where the port cannot be had.
    package func serve(
        port: Int = 0, logger: Logger? = nil, ready: @escaping @Sendable (RunningSimulator) -> Void
    ) async throws {
        try await SimulatorServer(name: "360learning-simulator", port: port, logger: logger).run(
            site: site, ready: ready, respond: respond)
    }

    private func site(url: String) -> RunningSimulator {
        RunningSimulator(
            url: url,
            settings: [
                ("url", url), ("client_id", options.clientID), ("client_secret", options.clientSecret),
            ])
    }

    private func respond(to request: Request, on channel: any Channel) async throws -> Response {
        let body = try await request.body.collect(upTo: 64 << 20)
        var headers: [String: String] = [:]
        for field in request.headers { headers[field.name.canonicalName] = field.value }
        if headers["host"] == nil { headers["host"] = request.head.authority }
        let answer = await answer(
            PlatformRequest(
                method: request.method.rawValue, path: request.uri.path,
                query: request.uri.query ?? "", headers: headers, body: Array(buffer: body)))
        if answer.delivery == .none { try await channel.reset() }
        let buffer = ByteBuffer(bytes: answer.body)
        return Response(
            status: .init(code: answer.status),
            headers: HTTPFields(contentType: answer.contentType, answer.headers),
            body: answer.delivery == .half ? .cutOff(buffer) : ResponseBody(byteBuffer: buffer))
    }
}
