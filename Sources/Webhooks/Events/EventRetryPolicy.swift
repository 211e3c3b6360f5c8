import ConnectorKit
import Foundation
import Model
import Runtime
import Store

/// How often and when an event is tried again. No source settles the numbers: they are our decision.
enum EventRetryPolicy {
    /// How often an event is tried before it is set aside.
    static let attempts = 5

    /// After a round of a burst what follows is gathered for a while, so that it costs few requests, and
    /// acknowledging does not wait for the work. The wait leaves most of the 5 seconds of rule W7.
    static let gathering = Duration.seconds(2)

    /// Whether so many events in so many seconds are a burst: ten, at more than a hundred a second. A round that
    /// took as many as it may take is followed at once.
    static func isBurst(_ taken: Int, in seconds: TimeInterval) -> Bool {
        (10..<EventRound.limits.enrolments).contains(taken) && Double(taken) > 100 * seconds
    }

    /// How long to wait after this many failures in a row, from 1: doubling from a second to five minutes.
    static func pause(after failures: Int) -> Duration { .seconds(min(300, 1 << min(failures - 1, 9))) }

    /// What comes of an event that could not be answered.
    static func outcome(of event: StoredEvent, _ reason: String, isFinal: Bool = false, now: Date)
        -> EventOutcome
    {
        let failures = event.attempts + 1
        guard !isFinal, failures < attempts else { return .setAside(reason: reason) }
        let seconds = TimeInterval(pause(after: failures).components.seconds)
        return .postponed(until: now.addingTimeInterval(seconds), reason: reason)
    }

    static func outcome(
        of event: StoredEvent, after failure: Failure, hiding session: ProviderSession, now: Date
    )
        -> EventOutcome
    {
        var isFinal = false
        if case .item = failure { isFinal = true }
        return outcome(of: event, session.hidingSecrets(failure.message).clipped, isFinal: isFinal, now: now)
    }
}
