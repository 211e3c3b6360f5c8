import CCurl
import ConnectorKit
import Synchronization

/// What the tasks ask of the thread that drives libcurl.
final class Inbox: Sendable {
    struct Work {
        var submissions: [Submission] = []
        var cancellations: [UInt64] = []
        var resumptions: [UInt64] = []

        var isEmpty: Bool { submissions.isEmpty && cancellations.isEmpty && resumptions.isEmpty }
    }

    fileprivate struct State {
        var work = Work()
        var closed = false
        var waker: Waker?
    }

    private let state = Mutex(State())

    /// Hands a transfer to the thread, which will end it exactly once.
    ///
    /// - Returns: why it was not taken. The cancelled task is seen here, under the lock: its
    ///   ``cancel(_:)`` may have come first, and would then have found nothing to cancel.
    func submit(_ submission: Submission) -> Failure? {
        state.withLock { state in
            let request = submission.order.request
            if Task.isCancelled { return request.cancelled }
            if state.closed { return .fatal("\(request.label): the client was closed") }
            state.post { $0.submissions.append(submission) }
            return nil
        }
    }

    /// Ends a transfer; one that has ended already is left alone.
    func cancel(_ id: UInt64) {
        state.withLock { $0.post { $0.cancellations.append(id) } }
    }

    /// Lets a paused transfer go on.
    func resume(_ id: UInt64) {
        state.withLock { $0.post { $0.resumptions.append(id) } }
    }

    func close() {
        state.withLock {
            $0.closed = true
            $0.waker?.wake()
        }
    }

    // MARK: - The thread's side

    /// From now on the thread can be woken.
    func attach(_ multi: OpaquePointer) {
        let waker = Waker(multi: multi)
        state.withLock { $0.waker = waker }
    }

    /// What has come in since; nil when closed.
    func take() -> Work? {
        state.withLock { state in
            guard !state.closed else { return nil }
            defer { state.work = Work() }
            return state.work
        }
    }

    /// Takes the last of the work; from now on nothing is accepted and nobody is woken.
    func detach() -> Work {
        state.withLock { state in
            state.closed = true
            state.waker = nil
            defer { state.work = Work() }
            return state.work
        }
    }

    /// The handle as other threads may use it.
    ///
    /// Unchecked: `curl_multi_wakeup` is the one call libcurl allows from any thread, it is the only
    /// one made here, under the inbox's lock, and ``detach()`` takes the handle away under the same lock
    /// before it is freed.
    fileprivate struct Waker: @unchecked Sendable {
        let multi: OpaquePointer

        func wake() { curl_multi_wakeup(multi) }
    }
}

extension Inbox.State {
    /// One wake-up is enough for all that is posted before the thread looks.
    fileprivate mutating func post(_ add: (inout Inbox.Work) -> Void) {
        guard !closed else { return }
        let wasEmpty = work.isEmpty
        add(&work)
        if wasEmpty { waker?.wake() }
    }
}
