import ConnectorKit
import Synchronization

/// Passes bytes from the driver's thread to the task that reads a stream, one buffer at a time.
///
/// The thread fills a buffer up to ``highWater`` and then pauses the transfer, so TCP itself slows the
/// server down. The reader removes the whole buffer and resumes the transfer.
final class BodyPipe: Sendable {
    fileprivate struct State {
        var head: HTTPResponse?
        var buffer: [UInt8] = []
        var paused = false
        var end: Result<HTTPResponse, Failure>?
        var waiter: CheckedContinuation<Void, Never>?
    }

    /// How much the thread buffers for a slow reader (our decision).
    static let highWater = 256 << 10

    private let state = Mutex(State())
    private let id: UInt64
    private let inbox: Inbox

    /// - Parameters:
    ///   - id: The id of the transfer, to cancel and resume it.
    ///   - inbox: The inbox of the transfer's thread.
    init(of id: UInt64, inbox: Inbox) {
        self.id = id
        self.inbox = inbox
    }

    // MARK: - The thread's side

    func begin(_ head: HTTPResponse) {
        state.withLock {
            $0.head = $0.head ?? head; return $0.removeWaiter()
        }?.resume()
    }

    /// - Returns: False if the buffer is full. The bytes were not accepted and will be offered again.
    func offer(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let (taken, waiter) = state.withLock { state -> (Bool, CheckedContinuation<Void, Never>?) in
            guard state.buffer.count < Self.highWater else {
                state.paused = true
                return (false, nil)
            }
            state.buffer.append(contentsOf: bytes)
            return (true, state.removeWaiter())
        }
        waiter?.resume()
        return taken
    }

    func end(_ result: Result<HTTPResponse, Failure>) {
        state.withLock {
            $0.end = result; return $0.removeWaiter()
        }?.resume()
    }

    // MARK: - The reader's side

    /// Returns status and headers as soon as they arrive.
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

    /// Returns the bytes that have arrived since the last call; nil after the last ones.
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

    /// Waits for a condition or for the end of the transfer. If the task is cancelled, the transfer is
    /// cancelled too, which ends it.
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
    fileprivate mutating func removeWaiter() -> CheckedContinuation<Void, Never>? {
        defer { waiter = nil }
        return waiter
    }
}
