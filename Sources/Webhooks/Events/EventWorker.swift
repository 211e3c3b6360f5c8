import Model
import ConnectorKit
import Foundation
import Runtime
import Store

/// Works off the events of all connections, each connection by itself, for as long as the host runs.
package struct EventWorker: Sendable {
    let service: WebhookService
    let connections: [CalledConnection]
    let signals: WakeSignals
    let report: @Sendable (String) -> Void

    /// Works until the task is cancelled. What is then half done is done again by the next.
    package func run() async {
        await withTaskGroup(of: Void.self) { group in
            for connection in connections {
                let wakes = signals.stream(of: connection.id)
                group.addTask { await work(on: connection, wakes) }
            }
            group.addTask { await keepTime() }
        }
    }

    /// Wakes the workers every second, for events that became due or that another process received.
    private func keepTime() async {
        while !Task.isCancelled {
            try? await service.context.environment.clock.sleep(for: .seconds(1))
            signals.wakeAll()
        }
    }

    private func work(on connection: CalledConnection, _ wakes: AsyncStream<Void>) async {
        var wakes = wakes.makeAsyncIterator()
        var failures = 0
        var last = service.context.environment.now()
        var session = service.context.environment.session(to: connection.configured)
        defer { session.close() }
        repeat {
            var taken = 0
            repeat {
                let problem: String?
                var pause = Duration.zero
                do throws(StoreError) {
                    guard let lease = try service.context.store.lease(connection.eventLease) else { break }
                    let result = try await EventRound(
                        service: service, connection: connection,
                        leased: service.context.store.under(lease), session: session
                    ).run()
                    lease.release()
                    taken = result.taken
                    problem = result.failure?.message
                    if case .rateLimited(let asked?, _) = result.failure { pause = asked }
                } catch {
                    problem = "\(error)"
                }
                if Task.isCancelled { return }
                if let problem {
                    failures += 1
                    taken = 0
                    if failures == 1 { report("\(connection.name): events wait: \(problem)") }
                    // A session's retry budget is meant for single failures, not for an outage.
                    session.close()
                    session = service.context.environment.session(to: connection.configured)
                    try? await service.context.environment.clock.sleep(
                        for: max(pause, EventRetryPolicy.pause(after: failures)))
                } else {
                    if failures > 0 { report("\(connection.name): events are worked off again") }
                    failures = 0
                    let began = last
                    last = service.context.environment.now()
                    if EventRetryPolicy.isBurst(taken, in: last.timeIntervalSince(began)) {
                        try? await service.context.environment.clock.sleep(for: EventRetryPolicy.gathering)
                    }
                }
            } while taken > 0 && !Task.isCancelled
        } while await wakes.next() != nil && !Task.isCancelled
    }
}
