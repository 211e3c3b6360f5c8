import ConnectorKit
import Synchronization

/// The bytes between the driver's thread and the task that reads a stream, one buffer at a time.
///
/// The thread fills a buffer up to ``highWater`` and then pauses the transfer, so TCP itself holds the
/// server back; the reader takes the whole buffer and lets the transfer go on.
final class BodyPipe: Sendable {
    fileprivate struct State {
        var head: HTTPResponse?
        var buffer: [UInt8] = []
        var paused = false
        var end: Result<HTTPResponse, Failure>?
        var waiter: CheckedContinuation<Void, Never>?
    }

    /// What the thread holds for a reader that is behind (our decision).
    static let highWater = 256 << 10

    private let state = Mutex(State())
    private let id: UInt64
    private let inbox: Inbox

    /// - Parameters:
    ///   - id: the transfer's, for cancelling and resuming it.
    ///   - inbox: where its thread takes orders.
    init(of id: UInt64, inbox: Inbox) {
        self.id = id
        self.inbox = inbox
    }

    // MARK: - The thread's side

    func begin(_ head: HTTPResponse) {
        state.withLock {
            $0.head = $0.head ?? head; return $0.takeWaiter()
        }?.resume()
    }

    /// - Returns: false where the reader is behind; the bytes were not taken, and will be offered again.
    func offer(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let (taken, waiter) = state.withLock { state -> (Bool, CheckedContinuation<Void, Never>?) in
            guard state.buffer.count < Self.highWater else {
                state.paused = true
                return (false, nil)
            }
            state.buffer.append(contentsOf: bytes)
            return (true, state.takeWaiter())
        }
        waiter?.resume()
        return taken
    }

    func end(_ result: Result<HTTPResponse, Failure>) {
        state.withLock {
            $0.end = result; return $0.takeWaiter()
        }?.resume()
    }

    // MARK: - The reader's side

    /// Status and headers, once they are there.
    func head() async throws(Failure) -> HTTPResponse {
        while true {
            let (head, end) = state.withLock { ($0.head, $0.end) }
            if let head { return head }
            if let end {
                let whole = try end.get()
                return HTTPResponse(status: whole.status, headers: whole.headers)
            }
            await wait { $0.head != nil }
        }
    }

    /// The bytes that have arrived since; nil after the last.
    func next() async throws(Failure) -> [UInt8]? {
        while true {
            let (bytes, paused, end) = state.withLock { state in
                let taken = (state.buffer, state.paused, state.end)
                state.buffer = []
                state.paused = false
                return taken
            }
            if paused { inbox.resume(id) }
            if !bytes.isEmpty { return bytes }
            if let end {
                _ = try end.get()
                return nil
            }
            await wait { !$0.buffer.isEmpty }
        }
    }

    /// Waits for the end of the transfer or for what is wanted. A cancelled task wants the end, which
    /// the cancelled transfer brings.
    private func wait(until isThere: @Sendable (State) -> Bool) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let ready = state.withLock { state in
                    if isThere(state) || state.end != nil { return true }
                    state.waiter = continuation
                    return false
                }
                if ready { continuation.resume() }
            }
        } onCancel: {
            inbox.cancel(id)
        }
    }
}

extension BodyPipe.State {
    fileprivate mutating func takeWaiter() -> CheckedContinuation<Void, Never>? {
        defer { waiter = nil }
        return waiter
    }
}
