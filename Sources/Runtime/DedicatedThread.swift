import Dispatch
import Foundation
import Synchronization

/// A thread of its own for work that may be long, or never come back, such as a provider's code: nobody else waits for
/// the thread, as everybody would for one of the few that all tasks share.
///
/// It ends when it is released and its work is done; never if the work is never done.
package final class DedicatedThread: Sendable {
    private let jobs = Jobs()

    /// Runs tasks on the thread, in the order of their arrival.
    package var executor: any TaskExecutor { jobs }

    package init(_ name: String) {
        let thread = Thread { [jobs] in jobs.run() }
        thread.name = name
        thread.start()
    }

    deinit { jobs.close() }

    private final class Jobs: TaskExecutor {
        private let state = Mutex((jobs: [UnownedJob](), isClosed: false))
        private let arrivals = DispatchSemaphore(value: 0)

        /// A job that comes when the thread has ended runs with everybody else's.
        func enqueue(_ job: consuming ExecutorJob) {
            let job = UnownedJob(job)
            let isTaken = state.withLock { state in
                if !state.isClosed { state.jobs.append(job) }
                return !state.isClosed
            }
            if isTaken { arrivals.signal() } else { globalConcurrentExecutor.enqueue(job) }
        }

        func close() {
            state.withLock { $0.isClosed = true }
            arrivals.signal()
        }

        func run() {
            while true {
                arrivals.wait()
                let job = state.withLock { $0.jobs.isEmpty ? nil : $0.jobs.removeFirst() }
                guard let job else { return }
                job.runSynchronously(on: asUnownedTaskExecutor())
            }
        }
    }
}
