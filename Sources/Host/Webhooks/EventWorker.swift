import Model
import ConnectorKit
import Foundation
import Store

/// Works off the events of all connections, each connection by itself, for as long as the host runs.
package struct EventWorker: Sendable {
    let host: HostRuntime
    let connections: [CalledConnection]
    let doorbell: Doorbell
    let report: @Sendable (String) -> Void

    /// Works until the task is cancelled. What is then half done is done again by the next.
    package func run() async {
        await withTaskGroup(of: Void.self) { group in
            for connection in connections {
                let rings = doorbell.rings(of: connection.id)
                group.addTask { await work(on: connection, rings) }
            }
            group.addTask { await keepTime() }
        }
    }

    /// Rings every second for what became due or came in by another process.
    private func keepTime() async {
        while !Task.isCancelled {
            try? await host.outside.clock.sleep(for: .seconds(1))
            doorbell.ringAll()
        }
    }

    private func work(on connection: CalledConnection, _ rings: AsyncStream<Void>) async {
        var rings = rings.makeAsyncIterator()
        var failures = 0
        var last = host.outside.now()
        var line = host.outside.line(to: connection.configured)
        defer { line.cut() }
        repeat {
            var taken = 0
            repeat {
                let problem: String?
                var pause = Duration.zero
                do throws(StoreError) {
                    guard let lease = try host.store.lease(connection.eventLease) else { break }
                    let result = try await EventRound(host: host, connection: connection, line: line).run()
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
                    // A line's budget of retries is for a while of good work, not for an outage.
                    line.cut()
                    line = host.outside.line(to: connection.configured)
                    try? await host.outside.clock.sleep(
                        for: max(pause, EventPatience.pause(after: failures)))
                } else {
                    if failures > 0 { report("\(connection.name): events are worked off again") }
                    failures = 0
                    let began = last
                    last = host.outside.now()
                    if EventPatience.isBurst(taken, in: last.timeIntervalSince(began)) {
                        try? await host.outside.clock.sleep(for: EventPatience.gathering)
                    }
                }
            } while taken > 0 && !Task.isCancelled
        } while await rings.next() != nil && !Task.isCancelled
    }
}

extension CalledConnection {
    /// The lease under which its events are worked off.
    var eventLease: String { "\(id.name)-events" }
}
