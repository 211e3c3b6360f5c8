import Delivery
import ConfigurationFiles
import Foundation
package import Metrics
import Model
import Runtime
package import Store
import Webhooks

extension HostRuntime {
    /// Sets what is read from the store: backlogs, courses, and when runs were and will be. Connections that are no
    /// longer configured are left out: nobody works on them, and nobody is to be woken for them.
    ///
    /// - Parameter metrics: takes this reading alone, so that what is gone is not shown any more.
    package func measure(into metrics: any MetricsFactory) async throws(StoreError) {
        let connections = Set(try await context.ids(of: context.connections()))
        for count in try await store.courseCounts() {
            let labels = [("group", count.group), ("provider", count.provider)]
            MetricFamily.courses.set(Double(count.active), labels + [("state", "active")], in: metrics)
            MetricFamily.courses.set(Double(count.archived), labels + [("state", "archived")], in: metrics)
        }
        try await measureQueues(of: connections, into: metrics)
        try await measureDelivery(into: metrics)
        try await measureRuns(of: connections, into: metrics)
    }

    private func measureQueues(of connections: Set<ConnectionID>, into metrics: any MetricsFactory)
        async throws(StoreError)
    {
        let (events, received) = (try await store.eventBacklog(), try await store.oldestEvents())
        let pushes = Dictionary(grouping: try await store.pushBacklog(), by: \.connection)
        for connection in connections {
            let label = ("connection", connection.name)
            func set(_ family: MetricFamily, pending: Int, setAside: Int) {
                family.set(Double(pending), [label, ("state", "pending")], in: metrics)
                family.set(Double(setAside), [label, ("state", "set_aside")], in: metrics)
            }
            let (event, pushed) = (events[connection], pushes[connection] ?? [])
            set(.inbox, pending: event?.pending ?? 0, setAside: event?.setAside ?? 0)
            set(
                .pushes, pending: pushed.reduce(0) { $0 + $1.pending },
                setAside: pushed.reduce(0) { $0 + $1.setAside })
            MetricFamily.inboxAge.set(age(of: received[connection]), [label], in: metrics)
            MetricFamily.pushAge.set(age(of: pushed.compactMap(\.oldest).min()), [label], in: metrics)
        }
    }

    private func measureDelivery(into metrics: any MetricsFactory) async throws(StoreError) {
        for backlog in try await delivery.backlog() {
            let labels = [("group", backlog.group), ("provider", backlog.provider)]
            for (state, count) in [
                ("pending", backlog.pending), ("unmatched", backlog.unmatched),
                ("set_aside", backlog.setAside),
            ] {
                MetricFamily.outbox.set(Double(count), labels + [("state", state)], in: metrics)
            }
            MetricFamily.outboxAge.set(age(of: backlog.oldest), labels, in: metrics)
        }
    }

    private func measureRuns(of connections: Set<ConnectionID>, into metrics: any MetricsFactory)
        async throws(StoreError)
    {
        for (family, runs) in [
            (MetricFamily.lastRun, try await store.newestRuns()),
            (MetricFamily.lastSuccess, try await store.newestSuccesses()),
        ] {
            for run in runs
            where connections.contains(run.connection) || run.connection == .every && delivery.hasPlatform {
                guard let finished = run.finished else { continue }
                family.set(finished.timeIntervalSince1970, run.labels, in: metrics)
            }
        }
        let timetable = try await timetable()
        for connection in timetable.connections {
            guard let next = timetable.next(connection, after: now) else { continue }
            MetricFamily.nextRun.set(
                next.time.timeIntervalSince1970,
                [
                    ("connection", connection.id.name), ("provider", connection.provider),
                    ("work", next.work.rawValue),
                ], in: metrics)
        }
    }

    /// In seconds; 0 if nothing waits.
    private func age(of oldest: Date?) -> Double { oldest.map { max(0, now.timeIntervalSince($0)) } ?? 0 }
}

extension WebhookCounters {
    /// Sets what became of webhook calls.
    package func measure(into metrics: any MetricsFactory) {
        let reading = reading
        MetricFamily.webhooksAcknowledged.add(reading.kept, [("event", "new")], to: metrics)
        MetricFamily.webhooksAcknowledged.add(reading.repeated, [("event", "known")], to: metrics)
        for (reason, count) in reading.refused {
            MetricFamily.webhooksRefused.add(count, [("reason", reason.rawValue)], to: metrics)
        }
    }
}

extension Run {
    fileprivate var labels: MetricFamily.Labels {
        [("connection", connection.name), ("provider", provider), ("kind", kind)]
    }
}
