public import ConnectorKit
import Foundation
import HTTPTypes
import Hummingbird
public import Logging
import NIOCore

extension Go1Portal {
    /// Serves until the task is cancelled.
    ///
    /// - Parameters:
    ///   - port: on 127.0.0.1; 0 takes a free one.
    ///   - ready: called once, when connections are accepted.
    /// - Throws: ``SimulatorFailure/listening(_:)`` where the port cannot be had.
    public func serve(
        port: Int = 0, logger: Logger = quietLogger, ready: @escaping @Sendable (SimulatorSite) -> Void
    ) async throws {
        let responder = CallbackResponder<PortalContext> { request, context in
            try await self.respond(to: request, on: context.channel)
        }
        let application = Application(
            responder: responder,
            configuration: .init(address: .hostname("127.0.0.1", port: port), serverName: "go1-simulator"),
            onServerRunning: { channel in ready(self.site(port: channel.localAddress?.port ?? port)) },
            logger: logger)
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await application.run() }
                group.addTask { await self.deliver() }
                if let interval = self.options.activity {
                    group.addTask { await self.learn(every: interval) }
                }
                defer { group.cancelAll() }
                try await group.next()
            }
        } catch let error as IOError {
            let reason =
                error.errnoCode == EADDRINUSE ? "the port is in use; --port 0 takes a free one" : "\(error)"
            throw SimulatorFailure.listening("cannot listen on 127.0.0.1:\(port): \(reason)")
        }
    }

    /// A logger that writes nothing.
    public static var quietLogger: Logger { Logger(label: "go1-simulator") { _ in SwiftLogNoOpLogHandler() } }

    private func site(port: Int) -> SimulatorSite {
        let url = "http://127.0.0.1:\(port)"
        return SimulatorSite(
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
        if answer.delivery == .none { try await reset(channel) }
        return response(answer)
    }

    /// Closes with nothing sent and nothing waited for, which the other side sees as a reset.
    private func reset(_ channel: any Channel) async throws {
        if let socket = channel as? any SocketOptionProvider {
            try await socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        }
        try await channel.close()
    }

    private func response(_ answer: PortalAnswer) -> Response {
        var headers: HTTPFields = [.contentType: answer.contentType]
        for (name, value) in answer.headers {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        let body = ResponseBody(contentLength: answer.length) { writer in
            if answer.delivery == .half {
                let whole = answer.parts.reduce(into: ByteBuffer()) { $0.writeImmutableBuffer($1) }
                let half = whole.getSlice(at: whole.readerIndex, length: whole.readableBytes / 2)
                if let half { try await writer.write(half) }
                throw CutOff()
            }
            do {
                try await writer.write(contentsOf: answer.parts)
                try await writer.finish(nil)
            } catch {
                self.undelivered(answer)
                throw error
            }
        }
        return Response(status: .init(code: answer.status), headers: headers, body: body)
    }
}

/// Ends a connection in the middle of a body.
private struct CutOff: Error {}

/// What a request comes with: its connection, which a fault may end.
private struct PortalContext: InitializableFromSource {
    let channel: any Channel

    init(source: ApplicationRequestContextSource) { channel = source.channel }
}
