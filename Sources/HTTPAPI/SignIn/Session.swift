package import Foundation

/// The session of a person who signed in with a token.
///
/// It grants nothing by itself: the token is looked up for each request, so a session ends with its token.
package struct Session: Sendable, Codable, Equatable {
    /// A session ends after this time without use (our decision).
    static let idle: TimeInterval = 2 * 3_600
    /// A session ends after this time in any case (our decision).
    static let longest: TimeInterval = 12 * 3_600
    /// The last use is recorded at most this often.
    static let step: TimeInterval = 60

    /// Random; form tokens are derived from it.
    package let id: String
    /// The id of the token.
    package let token: Int64
    package let begun: Date
    package var used: Date
    /// A message that the next page shows once.
    package var note: String?

    package func isOver(at now: Date) -> Bool {
        now >= used + Self.idle || now >= begun + Self.longest || now < begun - Self.step
    }

    /// The session with a new time of use; nil if it is recent enough.
    package func renewed(at now: Date) -> Session? {
        guard now >= used + Self.step else { return nil }
        var session = self
        session.used = now
        return session
    }
}
