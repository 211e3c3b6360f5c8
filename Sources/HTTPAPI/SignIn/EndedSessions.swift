import Foundation
import Synchronization

/// The sessions that were signed out while their cookies are still valid.
///
/// Kept in memory: after a restart, a cookie that was copied before the sign-out is valid again until it expires or
/// its token is revoked (our decision).
final class EndedSessions: Sendable {
    private let ends = Mutex<[String: Date]>([:])

    func end(_ session: Session, at now: Date) {
        ends.withLock { ends in
            ends = ends.filter { $0.value > now }
            ends[session.id] = session.begun + Session.longest
        }
    }

    func contains(_ session: Session) -> Bool { ends.withLock { $0[session.id] != nil } }
}
