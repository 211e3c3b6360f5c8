import Delivery
import ConnectorKit
import HTTPAPI
import Host
import Model
import Runtime
import Store

/// The work that waits.
enum Backlog {
    /// Rows of a label and a count; with deliveries only if there is a platform.
    static func rows(_ context: PageContext) async throws -> [JSONValue] {
        let events = try await context.host.eventBacklog(of: context.groups).values
        let pushes = try await context.host.store.pushBacklog().filter {
            context.token.covers(group: $0.group)
        }
        func row(_ name: String, _ count: Int) -> JSONValue {
            .record([("label", .text(context.words("backlog.\(name)"))), ("count", .integer(count))])
        }
        var rows = [
            row("events", events.map(\.pending).reduce(0, +)),
            row("eventsAside", events.map(\.setAside).reduce(0, +)),
            row("pushes", pushes.map(\.pending).reduce(0, +)),
            row("pushesAside", pushes.map(\.setAside).reduce(0, +)),
        ]
        if let delivery = try await context.host.delivery.state(
            limit: 1, isCurrent: !context.host.delivery.deliversByItself)
        {
            let backlog = delivery.backlog.filter { context.token.covers(group: $0.group) }
            rows += [
                row("deliveries", backlog.map(\.pending).reduce(0, +)),
                row("unmatched", backlog.map(\.unmatched).reduce(0, +)),
                row("deliveriesAside", backlog.map(\.setAside).reduce(0, +)),
            ]
        }
        return rows
    }

}
