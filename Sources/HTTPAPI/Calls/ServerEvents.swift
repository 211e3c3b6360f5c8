import Hummingbird
import NIOCore
import ServiceLifecycle

/// Events while they happen, as server-sent events (HTML standard, section 9.2).
///
/// The state is polled, so that events of other processes are seen too.
struct ServerEvents<State: Sendable>: AsyncSequence, Sendable {
    struct News: Sendable {
        var events: [(name: String, data: String)] = []
        var isLast = false
    }

    /// The polling interval (our decision).
    private static var interval: Duration { .milliseconds(200) }
    /// After this many polls without news a comment keeps the connection open: 15 s (our decision).
    private static var silence: Int { 75 }

    let clock: any Clock<Duration>
    let start: State
    /// Returns what happened since the last poll.
    let poll: @Sendable (inout State) async throws -> News

    func makeAsyncIterator() -> Iterator { Iterator(events: self, state: start) }

    struct Iterator: AsyncIteratorProtocol {
        let events: ServerEvents
        var state: State
        var isFirst = true
        var isLast = false

        mutating func next() async throws -> ByteBuffer? {
            guard !isLast else { return nil }
            for _ in 0..<ServerEvents.silence {
                if !isFirst { try await events.clock.sleep(for: ServerEvents.interval) }
                isFirst = false
                let news = try await events.poll(&state)
                isLast = news.isLast
                let text = news.events.map { "event: \($0.name)\ndata: \($0.data)\n\n" }.joined()
                if !text.isEmpty { return ByteBuffer(string: text) }
                if isLast { return nil }
            }
            return ByteBuffer(string: ": nothing new\n\n")
        }
    }

    /// The answer; it ends when the host shuts down.
    var stream: APIStream {
        APIStream(
            type: "text/event-stream", body: ResponseBody(asyncSequence: cancelOnGracefulShutdown()))
    }
}
