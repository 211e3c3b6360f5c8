import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix

/// A POST over plain HTTP, on a new connection.
package enum PlainCall {
    /// The time limit of a call, from its first byte to the last byte of the response.
    private static let limit = TimeAmount.seconds(10)

    /// - Returns: The status of the response; nil if there was none or the address is not plain http.
    @Sendable
    package static func post(_ url: String, _ headers: [String: String], _ body: [UInt8]) async -> Int? {
        guard let parts = URLComponents(string: url), parts.scheme?.lowercased() == "http",
            let host = parts.host
        else { return nil }
        let port = parts.port ?? 80
        let path = parts.percentEncodedPath.isEmpty ? "/" : parts.percentEncodedPath
        let target = path + (parts.percentEncodedQuery.map { "?" + $0 } ?? "")
        var fields = HTTPHeaders(headers.map { ($0.key, $0.value) })
        fields.add(name: "Host", value: "\(host):\(port)")
        fields.add(name: "Content-Length", value: String(body.count))
        fields.add(name: "Connection", value: "close")
        let head = HTTPRequestHead(version: .http1_1, method: .POST, uri: target, headers: fields)
        return try? await answer(head, ByteBuffer(bytes: body), host: host, port: port)
    }

    private static func answer(
        _ head: HTTPRequestHead, _ body: ByteBuffer, host: String, port: Int
    ) async throws -> Int? {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(limit)
            .connect(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    try channel.pipeline.syncOperations.addHandler(IdleStateHandler(allTimeout: limit))
                    try channel.pipeline.syncOperations.addHandler(CloseWhenIdle())
                    return try NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>(
                        wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(.head(head))
            try await outbound.write(.body(.byteBuffer(body)))
            try await outbound.write(.end(nil))
            var status: Int?
            for try await part in inbound {
                switch part {
                case .head(let head): status = Int(head.status.code)
                case .body: break
                case .end: return status
                }
            }
            return nil
        }
    }
}

/// Closes an idle connection.
private final class CloseWhenIdle: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is IdleStateHandler.IdleStateEvent else {
            return context.fireUserInboundEventTriggered(event)
        }
        context.close(promise: nil)
    }
}
