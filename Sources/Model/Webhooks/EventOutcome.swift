package import Foundation

/// What came of one event.
package enum EventOutcome: Sendable, Equatable {
    /// Done, and with it every earlier event about the same subject: all of them are answered by one reading.
    case done
    /// To be tried again.
    case postponed(until: Date, reason: String)
    case setAside(reason: String)
}

/// What events are about, as far as they are worked off apart from each other.
package enum EventSubject: Sendable, CaseIterable {
    case enrolment
    /// Content that came, went, changed or will retire.
    case content
}
