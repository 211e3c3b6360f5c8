import Foundation
import Synchronization

/// A world in which time passes only where everybody sleeps: its tasks run one after the other on the thread that
/// drives it, and once none can go on, the clock jumps to the first who wakes.
final class Simulation: TaskExecutor, Sendable {
    private struct State {
        var jobs: [UnownedJob] = []
        var time: Duration = .zero
        var sleepers: [Int: Sleeper] = [:]
        var slept = 0
    }

    private struct Sleeper {
        let deadline: Duration
        let continuation: CheckedContinuation<Void, Never>
    }

    private let state = Mutex(State())
    private let epoch: Date

    init(from epoch: Date) { self.epoch = epoch }

    var clock: SimulatedClock { SimulatedClock(simulation: self) }
    var time: Duration { state.withLock { $0.time } }
    var now: Date { date(time) }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        state.withLock { $0.jobs.append(job) }
    }

    /// Lives on to a moment.
    func run(until end: Date) {
        while true {
            settle()
            let woken = state.withLock { state -> CheckedContinuation<Void, Never>? in
                guard
                    let first = state.sleepers.min(by: {
                        ($0.value.deadline, $0.key) < ($1.value.deadline, $1.key)
                    }),
                    date(first.value.deadline) <= end
                else {
                    state.time = max(
                        state.time, .milliseconds(Int((end.timeIntervalSince(epoch) * 1000).rounded())))
                    return nil
                }
                state.sleepers[first.key] = nil
                state.time = max(state.time, first.value.deadline)
                return first.value.continuation
            }
            guard let woken else { return }
            woken.resume()
        }
    }

    /// Runs everybody who can go on without that time passes.
    func settle() {
        while true {
            let jobs = state.withLock { state in
                defer { state.jobs = [] }
                return state.jobs
            }
            guard !jobs.isEmpty else { return }
            for job in jobs { job.runSynchronously(on: asUnownedTaskExecutor()) }
        }
    }

    fileprivate func sleep(until deadline: Duration) async throws {
        let id = state.withLock { state in
            state.slept += 1
            return state.slept
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                state.withLock { $0.sleepers[id] = Sleeper(deadline: deadline, continuation: continuation) }
                if Task.isCancelled { wake(id) }
            }
        } onCancel: {
            wake(id)
        }
        try Task.checkCancellation()
    }

    private func wake(_ id: Int) {
        state.withLock { $0.sleepers.removeValue(forKey: id) }?.continuation.resume()
    }

    private func date(_ time: Duration) -> Date {
        epoch + Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
    }
}

/// The clock of a simulation.
struct SimulatedClock: Clock {
    typealias Duration = Swift.Duration

    struct Instant: InstantProtocol {
        var offset: Duration
        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    let simulation: Simulation

    var now: Instant { Instant(offset: simulation.time) }
    var minimumResolution: Duration { .milliseconds(1) }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try await simulation.sleep(until: deadline.offset)
    }
}
