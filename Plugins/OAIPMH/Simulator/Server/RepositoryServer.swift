public import ConnectorKit
import HTTPTypes
import Hummingbird
public import Logging
import NIOCore

extension OAIRepository {
    /// Serves until the task is cancelled.
    ///
    /// - Parameters:
    ///   - port: on 127.0.0.1; 0 takes a free one.
    ///   - ready: called once, when connections are accepted.
    /// - Throws: ``CannotListen`` where the port cannot be had.
    public func serve(
        port: Int = 0, logger: Logger = quietLogger, ready: @escaping @Sendable (SimulatorSite) -> Void
    ) async throws {
        let responder = CallbackResponder<BasicRequestContext> { request, _ in
            try await self.respond(to: request)
        }
        let application = Application(
            responder: responder,
            configuration: .init(
                address: .hostname("127.0.0.1", port: port), serverName: "oai-pmh-simulator"),
            onServerRunning: { channel in
                let url = "http://127.0.0.1:\(channel.localAddress?.port ?? port)"
                ready(SimulatorSite(url: url, settings: [("url", url + Self.path)]))
            },
            logger: logger)
        do {
            try await application.run()
        } catch let error as IOError {
            throw CannotListen(description: "cannot listen on 127.0.0.1:\(port): \(error)")
        }
    }

    /// A logger that writes nothing.
    public static var quietLogger: Logger {
        Logger(label: "oai-pmh-simulator") { _ in SwiftLogNoOpLogHandler() }
    }

    private func respond(to request: Request) async throws -> Response {
        let body = try await request.body.collect(upTo: 1 << 20)
        let isForm = request.method == .post
        let answer = answer(
            RepositoryRequest(
                method: request.method.rawValue, path: request.uri.path,
                query: isForm ? String(buffer: body) : request.uri.query ?? "",
                baseURL: "http://\(request.head.authority ?? "127.0.0.1")\(Self.path)"))
        var headers: HTTPFields = [.contentType: answer.contentType]
        for (name, value) in answer.headers {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        let bytes = ByteBuffer(string: answer.body)
        guard answer.isCut else {
            return Response(
                status: .init(code: answer.status), headers: headers, body: ResponseBody(byteBuffer: bytes))
        }
        let cut = ResponseBody(contentLength: bytes.readableBytes) { writer in
            if let half = bytes.getSlice(at: bytes.readerIndex, length: bytes.readableBytes / 2) {
                try await writer.write(half)
            }
            throw CutOff()
        }
        return Response(status: .ok, headers: headers, body: cut)
    }
}

/// A port that cannot be had.
public struct CannotListen: Error, CustomStringConvertible {
    public let description: String
}

/// Ends a connection in the middle of a body.
private struct CutOff: Error {}
