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
        var rows = [
            row("Events waiting", events.map(\.pending).reduce(0, +)),
            row("Events set aside", events.map(\.setAside).reduce(0, +)),
            row("Pushes to send", pushes.map(\.pending).reduce(0, +)),
            row("Pushes set aside", pushes.map(\.setAside).reduce(0, +)),
        ]
        if let delivery = try await context.host.delivery.state(
            limit: 1, isCurrent: !context.host.delivery.deliversByItself)
        {
            let backlog = delivery.backlog.filter { context.token.covers(group: $0.group) }
            rows += [
                row("To deliver", backlog.map(\.pending).reduce(0, +)),
                row("Learners the LMS does not know", backlog.map(\.unmatched).reduce(0, +)),
                row("Deliveries set aside", backlog.map(\.setAside).reduce(0, +)),
            ]
        }
        return rows
    }

    private static func row(_ label: String, _ count: Int) -> JSONValue {
        .record([("label", .text(label)), ("count", .integer(count))])
    }
}
