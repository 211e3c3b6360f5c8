package import ConnectorKit
package import Foundation
package import Model

/// An event of a provider that was acknowledged, and is to be acted upon.
package struct StoredEvent: Sendable, Equatable, Identifiable {
    package typealias ID = RowID<StoredEvent>
    package typealias State = QueueState

    package let id: ID
    package let connection: ConnectionID
    package let event: ProviderEvent
    package let receivedAt: Date
    package let state: State
    /// How often it was tried in vain.
    package let attempts: Int
    /// What the last try came to, if it failed.
    package let reason: String?
}

extension EventSubject {
    var kinds: [EventKind] { self == .enrolment ? [.enrolment] : [.content, .retirement] }
}

enum EventKind: Int {
    case other = 0
    case enrolment = 1
    case content = 2
    case retirement = 3
}

extension ProviderEvent.Subject {
    var columns: (kind: EventKind, subject: String, content: String?, at: Date?) {
        switch self {
        case .enrolment(let hint): (.enrolment, hint.id, hint.contentID, hint.changedAt)
        case .content(let id): (.content, id, nil, nil)
        case .retirement(let id, let at): (.retirement, id, nil, at)
        case .other: (.other, "", nil, nil)
        }
    }

    fileprivate init(_ row: Row) {
        let at: Date? = row["at"]
        let subject: String = row["subject"]
        switch EventKind(rawValue: row["kind"]) {
        case .enrolment:
            self = .enrolment(EnrolmentHint(id: subject, contentID: row["content"], changedAt: at))
        case .content: self = .content(id: subject)
        case .retirement: self = .retirement(contentID: subject, at: at)
        case .other, nil: self = .other
        }
    }
}

extension StoredEvent {
    init(_ row: Row) {
        self.init(
            id: ID(row["id"]), connection: ConnectionID(row["connection"]),
            event: ProviderEvent(
                id: row["event_id"], type: row["type"], subject: ProviderEvent.Subject(row)),
            receivedAt: row["received"], state: State(rawValue: row["state"]) ?? .setAside,
            attempts: row["attempts"], reason: row["reason"])
    }
}
