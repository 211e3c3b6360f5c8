package import ConnectorKit
import HTTPTypes
import Hummingbird
package import Logging
import NIOCore
import SimulatorSupport

extension OAIRepository {
    /// Serves until the task is cancelled.
    ///
    /// - Parameters:
    ///   - port: The port on 127.0.0.1; 0 picks a free one.
    ///   - logger: Nil for no log.
    ///   - ready: Called once, when the server accepts connections.
    /// - Throws: ``SimulatorFailure/listening(_:)`` if it cannot listen on the port.
    package func serve(
        port: Int = 0, logger: Logger? = nil, ready: @escaping @Sendable (RunningSimulator) -> Void
    ) async throws {
        try await SimulatorServer(name: "oai-pmh-simulator", port: port, logger: logger).run(
            site: { url in RunningSimulator(url: url, settings: [("url", url + Self.path)]) }, ready: ready
        ) { request, _ in try await self.respond(to: request) }
    }

    private func respond(to request: Request) async throws -> Response {
        let body = try await request.body.collect(upTo: 1 << 20)
        let isForm = request.method == .post
        let answer = await answer(
            RepositoryRequest(
                method: request.method.rawValue, path: request.uri.path,
                query: isForm ? String(buffer: body) : request.uri.query ?? "",
                baseURL: "http://\(request.head.authority ?? "127.0.0.1")\(Self.path)"))
        let bytes = ByteBuffer(string: answer.body)
        return Response(
            status: .init(code: answer.status),
            headers: HTTPFields(contentType: answer.contentType, answer.headers),
            body: answer.isCut ? .cutOff(bytes) : ResponseBody(byteBuffer: bytes))
    }
}
