import Dispatch
import Foundation
import Synchronization

/// Connections, each on a thread of its own that runs what it is given and waits in libpq.
package final class PostgresPool: Sendable {
    private let jobs: Jobs
    private let settings: PostgresSettings

    /// - Parameter size: how many connections there are at most; each is made when it is first needed.
    package init(_ settings: PostgresSettings, size: Int) {
        self.settings = settings
        jobs = Jobs(threads: size)
    }

    deinit { jobs.end() }

    /// Runs a body on the next connection that is free.
    ///
    /// - Throws: what the body throws, and ``PostgresError`` if there is no connection to be had.
    package func run<Value: Sendable>(
        _ body: @Sendable @escaping (PooledConnection) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            submit { connection in
                let result = Result { try body(connection) }
                return { continuation.resume(with: result) }
            }
        }
    }

    /// Runs a body on the next connection that is free, while this thread waits.
    package func runNow<Value: Sendable>(
        _ body: @Sendable @escaping (PooledConnection) throws -> Value
    ) throws -> Value {
        let done = DispatchSemaphore(value: 0)
        let result = Mutex<Result<Value, any Error>?>(nil)
        let place = Place(result)
        submit { connection in
            place.result.withLock { $0 = Result { try body(connection) } }
            return { done.signal() }
        }
        done.wait()
        guard let value = place.result.withLock({ $0 }) else {
            throw PostgresError(state: nil, message: "the connections are closed", isLinkLost: true)
        }
        return try value.get()
    }

    /// Runs a body on the next connection that is free, while this thread waits, for a number of seconds at most; the body
    /// may be run later than that.
    package func runNow(within seconds: Double, _ body: @Sendable @escaping (PooledConnection) -> Void) {
        let done = DispatchSemaphore(value: 0)
        submit { connection in
            body(connection)
            return { done.signal() }
        }
        _ = done.wait(timeout: .now() + seconds)
    }

    private func submit(_ job: @escaping Jobs.Job) {
        guard jobs.add(job) else { return }
        let thread = Thread { [jobs, settings] in
            let connection = PooledConnection(settings)
            let worker = Jobs.Worker()
            var report: (() -> Void)?
            while let job = jobs.next(for: worker, reporting: &report) { report = job(connection) }
        }
        thread.name = "postgres"
        thread.stackSize = 4 << 20
        thread.start()
    }
}

/// Where a thread leaves what another waits for.
private final class Place<Value: Sendable>: Sendable {
    let result: Mutex<Result<Value, any Error>?>

    init(_ result: consuming Mutex<Result<Value, any Error>?>) { self.result = result }
}

/// What threads are to do, in its order.
///
/// The thread that was the last to become free gets the next job: its session of the server knows the tables already, and
/// no other one is begun for who asks for one thing after the other.
private final class Jobs: Sendable {
    /// - Returns: what reports that the job is done, to be called once the thread is free for another one.
    typealias Job = @Sendable (PooledConnection) -> () -> Void

    /// A thread.
    final class Worker: Sendable {
        fileprivate let job = Mutex<Job?>(nil)
        fileprivate let signal = DispatchSemaphore(value: 0)
    }

    private struct State {
        var waiting: [Job] = []
        var threads = 0
        var idle: [Worker] = []
        var isEnded = false
    }

    private let state = Mutex(State())
    private let threads: Int

    init(threads: Int) { self.threads = threads }

    /// - Returns: whether another thread is needed for it.
    func add(_ job: @escaping Job) -> Bool {
        state.withLock { state in
            if let worker = state.idle.popLast() {
                worker.job.withLock { $0 = job }
                worker.signal.signal()
                return false
            }
            state.waiting.append(job)
            guard state.threads < threads else { return false }
            state.threads += 1
            return true
        }
    }

    /// Waits for something to do.
    ///
    /// - Parameter report: that of the last job; it is gone before the wait, with what the job came to.
    /// - Returns: nil at the end.
    func next(for worker: Worker, reporting report: inout (() -> Void)?) -> Job? {
        let isIdle = state.withLock { state in
            if !state.waiting.isEmpty {
                let job = state.waiting.removeFirst()
                worker.job.withLock { $0 = job }
                return false
            }
            guard !state.isEnded else { return false }
            state.idle.append(worker)
            return true
        }
        report?()
        report = nil
        if isIdle { worker.signal.wait() }
        return worker.job.withLock { job in
            defer { job = nil }
            return job
        }
    }

    /// Has the threads end once there is nothing left to do.
    func end() {
        let idle = state.withLock { state in
            state.isEnded = true
            defer { state.idle = [] }
            return state.idle
        }
        for worker in idle { worker.signal.signal() }
    }
}

/// The connection of a thread, which is made when it is first needed, and anew after it was lost.
package final class PooledConnection {
    private let settings: PostgresSettings
    private var connection: PostgresConnection?

    init(_ settings: PostgresSettings) { self.settings = settings }

    /// Whether there was a connection before: what fails on it at once may succeed on a new one.
    package var isUsed: Bool { connection != nil }

    /// - Throws: ``PostgresError`` if no connection can be made.
    package func get() throws(PostgresError) -> PostgresConnection {
        if let connection, !connection.isLost { return connection }
        connection = nil
        let made = try PostgresConnection(settings)
        connection = made
        return made
    }

    /// Runs a body that may run twice: again on a new connection if one that was there turns out to be lost.
    package func again<Value>(_ body: (PostgresConnection) throws -> Value) throws -> Value {
        let wasUsed = isUsed
        do { return try body(try get()) } catch let error as PostgresError where error.isLinkLost && wasUsed {
            drop()
            return try body(try get())
        }
    }

    /// Closes the connection: the next one to ask gets a new one.
    package func drop() { connection = nil }
}
