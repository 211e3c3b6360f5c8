import Store
import Synchronization

/// Work that a call began and that nobody waits for, as those who watch it see it.
package protocol Job: Sendable, Identifiable<String> {
    /// Why it was not done, or not all of it.
    var error: String? { get set }
    var isFinished: Bool { get set }
    /// Grows with every change.
    var version: Int { get set }
}

/// The jobs of one kind that calls began, as long as they are remembered.
package final class JobList<Entry: Job>: Sendable {
    private let state = Mutex((jobs: [Entry](), tasks: [String: Task<Void, Never>]()))
    /// How many that ended are remembered (our decision).
    private let remembered = 50
    private let report: @Sendable (String) -> Void

    /// - Parameter report: receives what goes wrong and is no caller's to know.
    init(report: @escaping @Sendable (String) -> Void) { self.report = report }

    /// A job; nil if none of this id is remembered.
    package subscript(id: Entry.ID) -> Entry? { state.withLock { state in state.jobs.first { $0.id == id } } }

    func begin(_ job: Entry, _ work: @escaping @Sendable () async throws(StoreError) -> Void) -> Entry {
        state.withLock { state in
            state.jobs.append(job)
            if state.jobs.count > remembered, let old = state.jobs.firstIndex(where: \.isFinished) {
                state.jobs.remove(at: old)
            }
            state.tasks[job.id] = Task {
                do throws(StoreError) { try await work() } catch {
                    self.report("\(error)")
                    // What it says of this machine, such as paths, is for its administrator.
                    self.change(job.id) { $0.error = "the host could not do it; what it reports says why" }
                }
                self.change(job.id) { $0.isFinished = true }
                self.state.withLock { $0.tasks[job.id] = nil }
            }
        }
        return job
    }

    func change(_ id: Entry.ID, _ change: (inout Entry) -> Void) {
        state.withLock { state in
            guard let index = state.jobs.firstIndex(where: { $0.id == id }) else { return }
            state.jobs[index].version += 1
            change(&state.jobs[index])
        }
    }

    /// Interrupts what was begun, and waits until it is recorded.
    func stop() async {
        let tasks = state.withLock { Array($0.tasks.values) }
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
    }
}
