package import ConfigurationFiles
import ConnectorKit
import Delivery
package import Foundation
package import Model
package import Push
package import Store
package import Sync
import Webhooks

extension Change {
    /// A sync that a person asks for.
    package static func sync(
        _ request: SyncRequest, _ options: SyncOptions, _ make: @escaping (HostRuntime) async throws -> Value
    ) -> Change {
        let asked = JSONValue.object(request.record(options))
        if let group = request.group, let provider = request.provider {
            return Change(
                "sync", of: "/groups/\(group)/providers/\(provider)/sync", after: { _ in asked }, make: make)
        }
        return Change("syncAll", of: "/syncs", after: { _ in asked }, make: make)
    }
}

extension SyncRequest {
    /// What was asked for.
    fileprivate func record(_ options: SyncOptions) -> Record {
        let deliver: JSONValue = options.deliver.map { .boolean($0) } ?? .null
        return Record([
            ("group", .optional(group)), ("provider", .optional(provider)),
            ("kinds", .texts(kinds.map(\.rawValue).sorted())), ("full", .boolean(full)),
            ("acceptShrink", .boolean(acceptShrink)), ("dryRun", .boolean(options.isRehearsal)),
            ("deliver", deliver),
        ])
    }
}

extension Change where Value == PushJob.ID {
    /// Accepts what a person pushes.
    ///
    /// - Parameter accept: keeps the entries; returns the job they belong to.
    package static func push(
        _ kind: PushKind, to target: PushTarget, on host: HostRuntime,
        _ accept: @escaping (HostRuntime) async throws -> PushJob.ID
    ) -> Change {
        let provider = target.connection.provider.descriptor.id
        return Change(
            "push\(kind.rawValue.capitalized)",
            of: "/groups/\(target.group)/providers/\(provider)/push/\(kind.rawValue)",
            after: { try await host.store.pushJob($0).map { .object(Record($0)) } ?? .null }, make: accept)
    }
}

/// What a replay came to.
package struct Replay: Sendable {
    package fileprivate(set) var events: [StoredEvent] = []
    package fileprivate(set) var pushes: [StoredPush] = []
    /// How much of what the platform refused is sent again.
    package fileprivate(set) var deliveries = 0

    package var records: [Record] { events.map { Record($0) } + pushes.map { Record(replayed: $0) } }
}

extension Change where Value == Replay {
    /// Tries what was set aside again, and waits until each was tried.
    ///
    /// - Parameter id: the id of an event, or `push-` and the id of a push; nil: all, and what the platform refused.
    package static func replay(_ id: String?) -> Change {
        Change(
            "replay", of: "/replay", followedBy: .delivery,
            after: { .object(Record([("items", .list($0.records.map(JSONValue.object)))])) }
        ) { host in
            let event = id.flatMap { Int64($0) }
            let push = id.flatMap { $0.hasPrefix("push-") ? Int64($0.dropFirst(5)) : nil }
            var replay = Replay()
            if id == nil || event != nil {
                replay.events = try await host.webhooks.replay(event.map(StoredEvent.ID.init))
            }
            if id == nil || push != nil {
                replay.pushes = try await host.push.replay(push.map(StoredPush.ID.init))
            }
            if let id, replay.records.isEmpty {
                throw ChangeRefusal.unknown("no event or push \"\(id)\" is set aside")
            }
            if id == nil, host.delivery.deliversByItself {
                replay.deliveries = try await host.delivery.replay()
            }
            return replay
        }
    }
}

extension Change where Value == Void {
    /// Puts a backup in the place of the store's content, while nobody works on any connection.
    ///
    /// - Parameter waiting: called once if another process is at work.
    package static func restore(from file: URL, waiting: @escaping @Sendable () -> Void) -> Change {
        var change = Change("restore", of: file.path, after: { _ in .null }) { host in
            try await host.restore(from: file, waiting: waiting)
        }
        change.replacesTrail = true
        return change
    }

    /// Copies tested group files into production.
    package static func promote(_ promotion: Promotion) -> Change {
        Change(
            "promote", of: promotion.production.host.providersDirectory.path,
            after: { _ in
                .object(
                    Record([
                        ("new", .texts(promotion.changes.filter(\.isNew).map(\.shownFile))),
                        ("changed", .texts(promotion.changes.filter { !$0.isNew }.map(\.shownFile))),
                    ]))
            }
        ) { _ in try promotion.apply() }
    }
}
