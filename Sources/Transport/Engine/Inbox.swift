import CCurl
import ConnectorKit
import Foundation
import Synchronization

/// What the tasks ask of the thread that drives libcurl: transfers, and to run their code on it.
final class Inbox: TaskExecutor {
    struct Work {
        var submissions: [Submission] = []
        var cancellations: [UInt64] = []
        var resumptions: [UInt64] = []
        var jobs: [UnownedJob] = []

        var isEmpty: Bool {
            submissions.isEmpty && cancellations.isEmpty && resumptions.isEmpty && jobs.isEmpty
        }
    }

    fileprivate struct State {
        var work = Work()
        var thread: pthread_t?
        var closed = false
        var waker: Waker?
        /// Whether the thread has looked for the last time.
        var isDetached = false
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
        state.withLock { $0.order { $0.cancellations.append(id) } }
    }

    /// Lets a paused transfer go on.
    func resume(_ id: UInt64) {
        state.withLock { $0.order { $0.resumptions.append(id) } }
    }

    /// Has the thread run a job; one that comes when the thread has ended runs with everybody else's.
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let taken = state.withLock { state in
            guard !state.isDetached else { return false }
            state.post { $0.jobs.append(job) }
            return true
        }
        if !taken { globalConcurrentExecutor.enqueue(job) }
    }

    func close() {
        state.withLock {
            $0.closed = true
            $0.waker?.wake()
        }
    }

    // MARK: - The thread's side

    /// From now on the calling thread can be woken.
    func attach(_ multi: OpaquePointer) {
        let waker = Waker(multi: multi)
        state.withLock {
            $0.waker = waker
            $0.thread = pthread_self()
        }
    }

    /// What has come in since; nil when closed.
    func take() -> Work? {
        state.withLock { state in
            guard !state.closed else { return nil }
            defer { state.work = Work() }
            return state.work
        }
    }

    /// Whether the thread may wait for the network.
    var isQuiet: Bool { state.withLock { $0.work.isEmpty && !$0.closed } }

    /// Takes the last of the work; from now on nothing is accepted and nobody is woken.
    func detach() -> Work {
        state.withLock { state in
            state.closed = true
            state.isDetached = true
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
    /// Nobody orders anything from a closed client.
    fileprivate mutating func order(_ add: (inout Inbox.Work) -> Void) {
        if !closed { post(add) }
    }

    /// One wake-up is enough for all that is posted before the thread looks, and none for what it posts itself.
    fileprivate mutating func post(_ add: (inout Inbox.Work) -> Void) {
        let wasEmpty = work.isEmpty
        add(&work)
        if wasEmpty, thread != pthread_self() { waker?.wake() }
    }
}
