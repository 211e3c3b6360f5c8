import Dispatch
import Synchronization

/// Holds its jobs until it is opened, so that a test decides when heavy calls go on.
final class HeldExecutor: TaskExecutor {
    private let state = Mutex((held: [UnownedJob](), isOpen: false))

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let runs = state.withLock { state in
            if !state.isOpen { state.held.append(job) }
            return state.isOpen
        }
        if runs { run(job) }
    }

    /// How many jobs are held.
    var held: Int { state.withLock { $0.held.count } }

    func open() {
        let jobs = state.withLock { state in
            state.isOpen = true
            defer { state.held = [] }
            return state.held
        }
        jobs.forEach(run)
    }

    private func run(_ job: UnownedJob) {
        let executor = asUnownedTaskExecutor()
        DispatchQueue.global().async { job.runSynchronously(on: executor) }
    }
}
