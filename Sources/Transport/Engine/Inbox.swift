import CCurl
import ConnectorKit
import Foundation
import Synchronization

/// The work for the thread that drives libcurl: transfers, and jobs to run on that thread.
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
        /// Whether the thread has ended and accepts no more work.
        var isDetached = false
    }

    private let state = Mutex(State())

    /// Passes a transfer to the thread, which ends it exactly once.
    ///
    /// - Returns: Why it was not accepted. Cancellation is checked under the lock: ``cancel(_:)`` may have
    ///   been called before, when there was nothing to cancel.
    func submit(_ submission: Submission) -> Failure? {
        state.withLock { state in
            let request = submission.hop.request
            if Task.isCancelled { return request.cancelled }
            if state.closed { return .fatal("\(request.label): the client was closed") }
            state.post { $0.submissions.append(submission) }
            return nil
        }
    }

    /// Ends a transfer. Does nothing if it has already ended.
    func cancel(_ id: UInt64) {
        state.withLock { $0.postIfOpen { $0.cancellations.append(id) } }
    }

    /// Resumes a paused transfer.
    func resume(_ id: UInt64) {
        state.withLock { $0.postIfOpen { $0.resumptions.append(id) } }
    }

    /// Runs a job on the thread, or on the global executor if the thread has ended.
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let accepted = state.withLock { state in
            guard !state.isDetached else { return false }
            state.post { $0.jobs.append(job) }
            return true
        }
        if !accepted { globalConcurrentExecutor.enqueue(job) }
    }

    func close() {
        state.withLock {
            $0.closed = true
            $0.waker?.wake()
        }
    }

    // MARK: - The thread's side

    /// Registers the calling thread, so that it can be woken.
    func attach(_ multi: OpaquePointer) {
        let waker = Waker(multi: multi)
        state.withLock {
            $0.waker = waker
            $0.thread = pthread_self()
        }
    }

    /// Returns the work since the last call; nil if closed.
    func receive() -> Work? {
        state.withLock { state in
            guard !state.closed else { return nil }
            defer { state.work = Work() }
            return state.work
        }
    }

    /// Whether the thread may wait for the network.
    var isQuiet: Bool { state.withLock { $0.work.isEmpty && !$0.closed } }

    /// Returns the remaining work. From now on nothing is accepted and no thread is woken.
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
    /// Unchecked Sendable: `curl_multi_wakeup` is the only libcurl function that any thread may call, and the
    /// only one called here, under the inbox's lock. ``detach()`` removes the handle under the same lock
    /// before it is freed.
    fileprivate struct Waker: @unchecked Sendable {
        let multi: OpaquePointer

        func wake() { curl_multi_wakeup(multi) }
    }
}

extension Inbox.State {
    /// Posts work unless the client is closed.
    fileprivate mutating func postIfOpen(_ add: (inout Inbox.Work) -> Void) {
        if !closed { post(add) }
    }

    /// Wakes the thread once for all work posted before it looks, and never for its own work.
    fileprivate mutating func post(_ add: (inout Inbox.Work) -> Void) {
        let wasEmpty = work.isEmpty
        add(&work)
        if wasEmpty, thread != pthread_self() { waker?.wake() }
    }
}
