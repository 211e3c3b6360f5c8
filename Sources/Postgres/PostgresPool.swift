import Dispatch
import Foundation
import Synchronization

/// Connections, each on a thread of its own that runs what it is given and waits in libpq.
package final class PostgresPool: Sendable {
    private let jobs: Jobs
    private let size: Int
    private let settings: PostgresSettings

    /// - Parameter size: how many connections there are at most; each is made when it is first needed.
    package init(_ settings: PostgresSettings, size: Int) {
        self.settings = settings
        self.size = size
        jobs = Jobs()
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
                continuation.resume(with: Result { try body(connection) })
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
            done.signal()
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
            done.signal()
        }
        _ = done.wait(timeout: .now() + seconds)
    }

    private func submit(_ job: @escaping Jobs.Job) {
        guard jobs.add(job, threads: size) else { return }
        let thread = Thread { [jobs, settings] in
            let connection = PooledConnection(settings)
            while let job = jobs.next() { job(connection) }
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
private final class Jobs: Sendable {
    typealias Job = @Sendable (PooledConnection) -> Void

    private struct State {
        var waiting: [Job] = []
        var threads = 0
        var idle = 0
        var isEnded = false
    }

    private let state = Mutex(State())
    private let signal = DispatchSemaphore(value: 0)

    /// - Returns: whether another thread is needed for it.
    func add(_ job: @escaping Job, threads: Int) -> Bool {
        let isNeeded = state.withLock { state in
            state.waiting.append(job)
            guard state.idle < state.waiting.count, state.threads < threads else { return false }
            state.threads += 1
            return true
        }
        signal.signal()
        return isNeeded
    }

    /// Waits for something to do.
    ///
    /// - Returns: nil at the end.
    func next() -> Job? {
        state.withLock { $0.idle += 1 }
        signal.wait()
        return state.withLock { state in
            state.idle -= 1
            return state.waiting.isEmpty ? nil : state.waiting.removeFirst()
        }
    }

    /// Has the threads end once there is nothing left to do.
    func end() {
        let threads = state.withLock { state in
            state.isEnded = true
            return state.threads
        }
        for _ in 0..<threads { signal.signal() }
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
