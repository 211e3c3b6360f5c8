import ConfigurationFiles
import ConnectorKit
import Foundation
import Model
import Runtime
import Store
import Sync

/// One go at a connection's events: what is due is read again from the provider, many at once, and applied.
///
/// An event is done once what it is about was read after
/// it came in; so the order of events does not matter, and a round that is cut off is repeated without harm.
struct EventRound: Sendable {
    /// How many events about enrolments, and how many about content, one round takes up.
    static let limits = (enrolments: 2_000, content: 200)

    let service: WebhookService
    let connection: CalledConnection
    /// The store under the lease of the connection's events.
    let leased: LeasedStore
    let session: ProviderSession

    /// What a round came to.
    struct Result: Sendable {
        /// How many events it took up.
        var taken = 0
        /// What kept events waiting: a fault of the provider as a whole.
        package var failure: Failure?
    }

    func run() async throws(StoreError) -> Result {
        var result = Result()
        try await readEnrolments(&result)
        if result.failure == nil { try await readContent(&result) }
        return result
    }

    // MARK: - Enrolments

    private func readEnrolments(_ result: inout Result) async throws(StoreError) {
        let events = try await due(.enrolment, limit: Self.limits.enrolments)
        guard !events.isEmpty else { return }
        guard let provider = connection.provider as? any StatsProvider else {
            let reason = "\(connection.provider.descriptor.id) tells of enrolments and has no statistics"
            return try await record(events.map { ($0, .setAside(reason: reason)) })
        }
        let reading = try await BatchReading(of: hints(events)) {
            (hints: [EnrolmentHint]) async throws(SyncFailure) -> Set<String> in
            let enrolments = try await asking("reading enrolments") { client throws(Failure) in
                try await connection.provider.enrolments(about: hints, of: client)
            }
            if !enrolments.isEmpty {
                _ = try await service.statistics.apply(enrolments, of: connection.id, under: leased) {
                    accounts async throws(SyncFailure) in
                    try await asking("telling whose enrolments these are") { client throws(Failure) in
                        try await provider.learners(accounts, of: client)
                    }
                }
            }
            return Set(enrolments.map(\.id))
        }
        let found = reading.answers.reduce(into: Set<String>()) { $0.formUnion($1) }
        let failures = Dictionary(
            reading.refused.map { ($0.key.id, $0.failure) }, uniquingKeysWith: { $1 })
        try await conclude(events, found: found, failures: failures, stopped: reading.stopped, &result) {
            "the provider shows no enrolment \($0)"
        }
    }

    /// What the events say of each enrolment; the latest word counts.
    private func hints(_ events: [StoredEvent]) -> [EnrolmentHint] {
        var order: [String] = []
        var hints: [String: EnrolmentHint] = [:]
        for event in events {
            guard case .enrolment(let hint) = event.event.subject else { continue }
            guard let known = hints[hint.id] else {
                order.append(hint.id)
                hints[hint.id] = hint
                continue
            }
            hints[hint.id] = EnrolmentHint(
                id: hint.id, contentID: hint.contentID ?? known.contentID,
                changedAt: [known.changedAt, hint.changedAt].compactMap(\.self).max())
        }
        return order.compactMap { hints[$0] }
    }

    // MARK: - Content

    private func readContent(_ result: inout Result) async throws(StoreError) {
        let events = try await due(.content, limit: Self.limits.content)
        // A run over the catalog has the connection: these wait for its end.
        guard !events.isEmpty, let lease = try service.context.store.lease(connection.id.name) else { return }
        try await read(events, under: service.context.store.under(lease), &result)
        lease.release()
    }

    private func read(_ events: [StoredEvent], under catalog: LeasedStore, _ result: inout Result)
        async throws(StoreError)
    {
        guard let provider = connection.provider as? any CatalogProvider else {
            let reason = "\(connection.provider.descriptor.id) tells of content and has no catalog"
            return try await record(events.map { ($0, .setAside(reason: reason)) })
        }
        var ids: [String] = []
        for id in events.compactMap(\.event.subject.contentID) where !ids.contains(id) { ids.append(id) }
        let reading = try await BatchReading(of: ids) {
            (ids: [String]) async throws(SyncFailure) -> AppliedItems in
            let page = try await asking("reading items") { client throws(Failure) in
                try await connection.provider.items(ids, of: client)
            }
            return try await service.catalog.apply(
                page, from: provider, of: connection.configured, connection.id, under: catalog, over: session)
        }
        var failures = Dictionary(uniqueKeysWithValues: reading.refused.map { ($0.key, $0.failure) })
        var found: Set<String> = []
        for applied in reading.answers {
            found.formUnion(applied.ids)
            for refused in applied.refused {
                if let id = refused.id { failures[id] = .item(refused.reason) }
            }
        }
        try await announce(
            events.filter { $0.event.subject.contentID.map(found.contains) ?? false }, under: catalog)
        try await service.statistics.applyToNewCourses()
        try await conclude(events, found: found, failures: failures, stopped: reading.stopped, &result) {
            "the provider shows no content \($0)"
        }
        if result.failure == nil {
            await service.catalog.askForAlternatives(of: connection.configured, connection.id, over: session)
        }
    }

    /// Keeps the dates that events stated and the items themselves do not.
    private func announce(_ events: [StoredEvent], under catalog: LeasedStore) async throws(StoreError) {
        for event in events {
            guard case .retirement(let id, let date?) = event.event.subject else { continue }
            try await catalog.announceRetirement(of: id, at: date, in: connection.id)
        }
    }

    // MARK: - Both

    private var client: Connection {
        session.connection(connection.configured.settings)
    }

    /// Asks the provider, where its code runs.
    private func asking<Value: Sendable>(
        _ doing: String, on executor: (any TaskExecutor)? = nil,
        _ ask: @escaping @Sendable (Connection) async throws(Failure) -> Value
    ) async throws(SyncFailure) -> Value {
        let client = client
        do throws(Failure) {
            return try await session.answer(to: doing, on: executor) { () async throws(Failure) in
                try await ask(client)
            }
        } catch {
            throw .provider(error)
        }
    }

    private func due(_ subject: EventSubject, limit: Int) async throws(StoreError) -> [StoredEvent] {
        try await service.context.store.dueEvents(
            about: subject, of: connection.id, at: service.context.now, limit: limit)
    }

    private func conclude(
        _ events: [StoredEvent], found: Set<String>, failures: [String: Failure], stopped: Failure?,
        _ result: inout Result, missing: (String) -> String
    ) async throws(StoreError) {
        let now = service.context.now
        var outcomes: [(StoredEvent, EventOutcome)] = []
        for event in events {
            guard let subject = event.event.subject.id else { continue }
            if found.contains(subject) {
                outcomes.append((event, .done))
            } else if let failure = failures[subject] {
                outcomes.append(
                    (event, EventRetryPolicy.outcome(of: event, after: failure, hiding: session, now: now)))
            } else if stopped == nil {
                outcomes.append((event, EventRetryPolicy.outcome(of: event, missing(subject), now: now)))
            }
        }
        try await record(outcomes)
        result.taken += outcomes.count
        result.failure = stopped?.mapMessage(session.hidingSecrets)
    }

    private func record(_ outcomes: [(StoredEvent, EventOutcome)]) async throws(StoreError) {
        try await leased.record(
            outcomes.map { (event: $0.0, outcome: $0.1) }, at: service.context.now)
    }
}

extension ProviderEvent.Subject {
    /// The id of the content, where it is about content.
    fileprivate var contentID: String? {
        switch self {
        case .content(let id), .retirement(let id, _): id
        case .enrolment, .other: nil
        }
    }

    /// The provider's id of what it is about, where it is about something.
    package var id: String? {
        if case .enrolment(let hint) = self { return hint.id }
        return contentID
    }
}
