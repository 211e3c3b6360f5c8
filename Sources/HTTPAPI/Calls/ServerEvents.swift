import Hummingbird
import NIOCore
import ServiceLifecycle

/// What happens, as it happens, in the form of server-sent events (HTML standard, section 9.2).
///
/// It is looked again and again: also what another process does is seen that way.
struct ServerEvents<State: Sendable>: AsyncSequence, Sendable {
    struct News: Sendable {
        var events: [(name: String, data: String)] = []
        var isLast = false
    }

    /// How often is looked (our decision).
    private static var interval: Duration { .milliseconds(200) }
    /// After so many looks without news a comment is sent, which keeps the line open: 15 s (our decision).
    private static var silence: Int { 75 }

    let clock: any Clock<Duration>
    let start: State
    /// What happened since it was asked last.
    let look: @Sendable (inout State) async throws -> News

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
                let news = try await events.look(&state)
                isLast = news.isLast
                let text = news.events.map { "event: \($0.name)\ndata: \($0.data)\n\n" }.joined()
                if !text.isEmpty { return ByteBuffer(string: text) }
                if isLast { return nil }
            }
            return ByteBuffer(string: ": nothing new\n\n")
        }
    }

    /// The answer; the host's end ends it.
    var stream: APIStream {
        APIStream(
            type: "text/event-stream", body: ResponseBody(asyncSequence: cancelOnGracefulShutdown()))
    }
}
