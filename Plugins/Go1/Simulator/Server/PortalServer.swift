package import ConnectorKit
import HTTPTypes
import Hummingbird
package import Logging
import NIOCore
import SimulatorSupport

extension Go1Portal {
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
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await SimulatorServer(name: "go1-simulator", port: port, logger: logger).run(
                    site: self.site, ready: ready, respond: self.respond)
            }
            group.addTask { await self.deliver() }
            if let interval = self.options.activity {
                group.addTask { await self.simulateActivity(every: interval) }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func site(url: String) -> RunningSimulator {
        RunningSimulator(
            url: url,
            settings: [
                ("portal", options.portalURL), ("client_id", options.clientID), ("secret", options.secret),
                ("auth_url", url), ("api_url", url),
            ])
    }

    private func respond(to request: Request, on channel: any Channel) async throws -> Response {
        let body = try await request.body.collect(upTo: 1 << 20)
        var headers: [String: String] = [:]
        for field in request.headers { headers[field.name.canonicalName] = field.value }
        let answer = await answer(
            PortalRequest(
                method: request.method.rawValue, path: request.uri.path,
                query: request.uri.query ?? "", headers: headers, body: Array(buffer: body)))
        if answer.delivery == .none { try await channel.reset() }
        return response(answer)
    }

    private func response(_ answer: PortalAnswer) -> Response {
        Response(
            status: .init(code: answer.status),
            headers: HTTPFields(contentType: answer.contentType, answer.headers), body: body(of: answer))
    }

    private func body(of answer: PortalAnswer) -> ResponseBody {
        if answer.delivery == .half {
            return .cutOff(answer.parts.reduce(into: ByteBuffer()) { $0.writeImmutableBuffer($1) })
        }
        return ResponseBody(contentLength: answer.length) { writer in
            do {
                try await writer.write(contentsOf: answer.parts)
                try await writer.finish(nil)
            } catch {
                self.undelivered(answer)
                throw error
            }
        }
    }
}
