import ConnectorKit
import Host
import Model
import Store

extension Operation {
    static let setAside: [Operation] = [
        .list(
            "/set-aside", "listSetAside",
            "What was tried too often and waits for a replay: events in order of arrival, then pushes.",
            of: "Event", role: .admin
        ) { call, paging in
            let store = call.host.store
            let place = try SetAsidePlace(paging.after)
            var items: [Record] = []
            if case .event(let after) = place {
                let events = try await store.setAsideEvents(after: after, limit: paging.limit)
                items = events.map { Record($0) }
                if events.count == paging.limit {
                    return Page(items: items, next: events.last.map { SetAsidePlace.event($0.id).text })
                }
            }
            let left = paging.limit - items.count
            let pushes = try await store.setAsidePushes(after: place.push, limit: left)
            return Page(
                items: items + pushes.map { Record(replayed: $0) },
                next: pushes.count == left ? pushes.last.map { SetAsidePlace.push($0.id).text } : nil)
        }
    ]
}

/// How far a list of what was set aside was read.
private enum SetAsidePlace {
    /// Nil at the beginning.
    case event(StoredEvent.ID?)
    case push(StoredPush.ID)

    init(_ text: String?) throws(Problem) {
        guard let text else {
            self = .event(nil)
            return
        }
        let parts = text.split(separator: " ")
        switch (parts.first, parts.last.flatMap { Int64($0) }) {
        case ("event", let id?): self = .event(StoredEvent.ID(id))
        case ("push", let id?): self = .push(StoredPush.ID(id))
        default: throw Paging.wrongCursor
        }
    }

    var text: String {
        switch self {
        case .event(let id): "event \(id?.number ?? 0)"
        case .push(let id): "push \(id.number)"
        }
    }

    var push: StoredPush.ID? { if case .push(let id) = self { id } else { nil } }
}
