import Foundation
import Host
import Model
import Store
import Synchronization

/// A host that runs by schedule, goes down and comes up again, and what it did.
final class ScheduledYear: Sendable {
    struct Done: Sendable {
        let connection: ConnectionID
        let work: ScheduledWork
        let start: Date
        var end: Date?
        var outcome: Run.Outcome?
    }

    private struct State {
        /// What a store would know after a restart.
        var served: [ConnectionID: [ScheduledWork: Date]] = [:]
        var runs: [Done] = []
        var host: Task<Void, Never>?
        var downs: [ClosedRange<Date>] = []
    }

    let simulation: Simulation
    private let zone: TimeZone
    private let connections: [ScheduledConnection]
    /// How long a run takes, by what it is and how many came before it.
    private let length: @Sendable (ScheduledConnection, ScheduledWork, Int) -> Duration
    private let state = Mutex(State())

    init(
        from start: Date, in zone: TimeZone, _ connections: [ScheduledConnection],
        length: @escaping @Sendable (ScheduledConnection, ScheduledWork, Int) -> Duration
    ) {
        simulation = Simulation(from: start)
        self.zone = zone
        self.connections = connections
        self.length = length
    }

    var runs: [Done] { state.withLock(\.runs) }
    var downs: [ClosedRange<Date>] { state.withLock(\.downs) }

    func start() {
        let scheduler = Scheduler(
            clock: simulation.clock, now: { self.simulation.now }, timetable: { self.timetable() },
            perform: { await self.perform($0, $1) })
        let host = Task(executorPreference: simulation) { await scheduler.run() }
        state.withLock { $0.host = host }
    }

    /// Ends the host; whatever it was at is cut off.
    func stop() {
        state.withLock { $0.host }?.cancel()
        simulation.settle()
    }

    /// Lives on to a moment, with the host down over each of these times.
    func run(until end: Date, down: [ClosedRange<Date>]) {
        for outage in down {
            simulation.run(until: outage.lowerBound)
            stop()
            simulation.run(until: outage.upperBound)
            state.withLock { $0.downs.append(outage) }
            start()
        }
        simulation.run(until: end)
        stop()
    }

    private func timetable() -> Timetable {
        let served = state.withLock { $0.served }
        return Timetable(
            connections.map { connection in
                var connection = connection
                connection.served = served[connection.id] ?? [:]
                return connection
            }, in: zone)
    }

    private func perform(_ work: ScheduledWork, _ connection: ScheduledConnection) async -> Run.Outcome {
        let start = simulation.now
        let number = state.withLock { state in
            state.runs.append(Done(connection: connection.id, work: work, start: start))
            return state.runs.count - 1
        }
        let isWhole = (try? await simulation.clock.sleep(for: length(connection, work, number))) != nil
        state.withLock { state in
            state.runs[number].end = simulation.now
            state.runs[number].outcome = isWhole ? .done : .interrupted
            if isWhole { state.served[connection.id, default: [:]][work] = start }
        }
        return isWhole ? .done : .interrupted
    }
}
