package import ConnectorKit
package import Foundation
package import Model

/// An event that was found right and is to be acknowledged.
package struct ArrivedEvent: Sendable {
    package let connection: ConnectionID
    package let event: ProviderEvent
    package let receivedAt: Date
    /// How the webhook stood when the event was found right; nil if that does not matter any more.
    package let registration: WebhookRegistration?

    package init(
        _ event: ProviderEvent, of connection: ConnectionID, at receivedAt: Date,
        under registration: WebhookRegistration? = nil
    ) {
        self.connection = connection
        self.event = event
        self.receivedAt = receivedAt
        self.registration = registration
    }
}

/// What became of an event that was to be kept.
package enum KeptEvent: Sendable {
    case new
    /// It is there already.
    case known
    /// It is not kept: the webhook stands otherwise than it did when the event was found right.
    case outdated
}

extension Store {
    /// Keeps events, all of them in one transaction that is on the disk when this returns. An event of a
    /// connection is kept once, however often it comes; one that the host does nothing about is done at once.
    package func keep(_ events: [ArrivedEvent]) async throws(StoreError) -> [KeptEvent] {
        try await writeToDisk { db in
            var registrations: [ConnectionID: WebhookRegistration] = [:]
            for connection in Set(events.filter { $0.registration != nil }.map(\.connection)) {
                registrations[connection] = try WebhookRegistration.of(connection, db)
            }
            var kept = events.map { arrived -> KeptEvent in
                guard let registration = arrived.registration else { return .known }
                return registrations[arrived.connection] == registration ? .known : .outdated
            }
            let current = events.indices.filter { if case .known = kept[$0] { true } else { false } }
            var added: Set<EventKey> = []
            try db.insert(
                into: """
                    event (connection, event_id, type, kind, subject, content, at, received, due, state, finished)
                    """, width: 11,
                otherwise: "ON CONFLICT (connection, event_id) DO NOTHING RETURNING connection, event_id",
                current
            ) { index, values in
                let arrived = events[index]
                let (kind, subject, content, at) = arrived.event.subject.columns
                let state: StoredEvent.State = kind == .other ? .done : .pending
                try values(
                    arrived.connection.row, arrived.event.id, arrived.event.type, kind.rawValue, subject,
                    content, at, arrived.receivedAt, arrived.receivedAt, state.rawValue,
                    state == .done ? arrived.receivedAt : nil)
            } returned: {
                added.insert(EventKey(connection: $0[0], event: $0[1]))
            }
            // Of an event that came twice at once only one is new.
            for index in current
            where added.remove(
                EventKey(connection: events[index].connection.row, event: events[index].event.id)) != nil
            {
                kept[index] = .new
            }
            return kept
        }
    }

    /// The events of a connection that are due, in order of arrival.
    package func dueEvents(
        about subject: EventSubject, of connection: ConnectionID, at time: Date, limit: Int
    ) async throws(StoreError) -> [StoredEvent] {
        try await read { db in
            try db.rows(
                """
                SELECT * FROM event
                WHERE connection = ? AND state <> 1 AND state = 0 AND kind IN (?, ?) AND due <= ? ORDER BY id LIMIT ?
                """,
                [
                    connection.row, subject.kinds[0].rawValue, subject.kinds.last?.rawValue,
                    Instant.milliseconds(time), limit,
                ]
            ).map(StoredEvent.init)
        }
    }

    /// Makes events that were set aside due again: all of them, or one.
    ///
    /// - Parameter attempts: how many tries they count as having had.
    /// - Returns: those events, in order of arrival.
    package func replayEvents(_ id: StoredEvent.ID?, attempts: Int, at time: Date) async throws(StoreError)
        -> [StoredEvent]
    {
        try await write { db in
            try db.rows(
                """
                UPDATE event SET state = 0, finished = NULL, attempts = ?, due = ?
                WHERE state <> 1 AND state = 2 AND id = coalesce(?, id) RETURNING *
                """, [attempts, Instant.milliseconds(time), id?.row]
            ).map(StoredEvent.init).sorted { $0.id.row < $1.id.row }
        }
    }

    /// Events by their ids, in order of arrival; those that are no longer kept are left out.
    package func events(_ ids: [StoredEvent.ID]) async throws(StoreError) -> [StoredEvent] {
        try await read { db in
            var found: [StoredEvent] = []
            try db.each("SELECT * FROM event WHERE id = ?", ids) {
                try $1($0.row)
            } found: {
                if let row = $1 { found.append(StoredEvent(row)) }
            }
            return found
        }
    }

    /// How many events wait, and how many were set aside, by connection.
    package func eventBacklog() async throws(StoreError) -> [ConnectionID: EventBacklog] {
        try await read { db in
            let rows = try db.rows(
                """
                SELECT connection, count(*) FILTER (WHERE state = 0) AS pending,
                    count(*) FILTER (WHERE state = 2) AS set_aside
                FROM event WHERE state <> 1 GROUP BY connection
                """)
            return Dictionary(
                uniqueKeysWithValues: rows.map { row in
                    (
                        ConnectionID(row["connection"]),
                        EventBacklog(pending: row["pending"], setAside: row["set_aside"])
                    )
                })
        }
    }
}

extension LeasedStore {
    /// Records what came of events.
    package func record(_ outcomes: [(event: StoredEvent, outcome: EventOutcome)], at time: Date)
        async throws(StoreError)
    {
        guard !outcomes.isEmpty else { return }
        let now = Instant.milliseconds(time)
        var done: [StoredEvent] = []
        var postponed: [(event: StoredEvent, until: Date, reason: String)] = []
        var setAside: [(event: StoredEvent, reason: String)] = []
        for (event, outcome) in outcomes {
            switch outcome {
            case .done: done.append(event)
            case .postponed(let until, let reason): postponed.append((event, until, reason))
            case .setAside(let reason): setAside.append((event, reason))
            }
        }
        try await write { [done, postponed, setAside] db in
            try db.each(
                """
                UPDATE event SET state = 1, finished = ?, reason = NULL
                WHERE connection = ? AND kind = ? AND subject = ? AND state <> 1 AND id <= ?
                """, done
            ) {
                let (kind, subject, _, _) = $0.event.subject.columns
                try $1(now, $0.connection.row, kind.rawValue, subject, $0.id.row)
            }
            try db.each(
                "UPDATE event SET attempts = attempts + 1, due = ?, reason = ? WHERE id = ? AND state = 0",
                postponed
            ) {
                try $1($0.until, $0.reason, $0.event.id.row)
            }
            try db.each(
                """
                UPDATE event SET attempts = attempts + 1, state = 2, finished = ?, reason = ?
                WHERE id = ? AND state = 0
                """, setAside
            ) {
                try $1(now, $0.reason, $0.event.id.row)
            }
        }
    }
}

/// What is left to do about a connection's events.
package struct EventBacklog: Sendable, Equatable {
    package let pending: Int
    package let setAside: Int

    package init(pending: Int = 0, setAside: Int = 0) {
        self.pending = pending
        self.setAside = setAside
    }
}

/// What an event is known by.
private struct EventKey: Hashable {
    let connection: Int64
    let event: String
}
