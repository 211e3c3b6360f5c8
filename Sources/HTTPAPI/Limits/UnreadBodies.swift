import Hummingbird
import NIOCore

/// Passes over what a handler left unread of a body, so that the caller gets its answer, but only so much (rule L3):
/// then the connection is closed. Hummingbird alone would read on for as long as the caller sends.
struct UnreadBodies<Context: RequestContext>: RouterMiddleware {
    /// 64 MiB, as long as an answer that the host itself takes.
    private static var bytes: Int { 64 << 20 }

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard request.hasBody else { return try await next(request, context) }
        let reading = BodyReading(request.body)
        var request = request
        request.body = RequestBody(asyncSequence: reading)
        var response = try await next(request, context)
        guard !reading.isAtEnd else { return response }
        let body = response.body
        response.body = ResponseBody(contentLength: body.contentLength) { writer in
            try await body.write(writer)
            try await reading.passOver(Self.bytes)
        }
        return response
    }
}

/// A body that is read once, by whoever asks, and knows whether it was read to its end.
///
/// Unchecked, since a request is handled by one task at a time, and the iterator of its body is no `Sendable`.
private final class BodyReading: AsyncSequence, AsyncIteratorProtocol, @unchecked Sendable {
    typealias Element = ByteBuffer

    private var iterator: RequestBody.AsyncIterator
    private(set) var isAtEnd = false

    init(_ body: RequestBody) { iterator = body.makeAsyncIterator() }

    func makeAsyncIterator() -> BodyReading { self }

    func next() async throws -> ByteBuffer? {
        guard !isAtEnd else { return nil }
        let chunk = try await iterator.next()
        isAtEnd = chunk == nil
        return chunk
    }

    /// - Throws: ``TooMuch`` if more than these bytes follow, or they take longer than 120 seconds.
    func passOver(_ bytes: Int) async throws {
        let deadline = ContinuousClock.now + .seconds(120)
        var left = bytes
        while let chunk = try await next() {
            left -= chunk.readableBytes
            guard left >= 0, ContinuousClock.now < deadline else { throw TooMuch() }
        }
    }

    /// Makes the server close the connection.
    struct TooMuch: Error {}
}
