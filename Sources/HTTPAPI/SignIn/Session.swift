package import Foundation

/// Somebody who signed in with a token.
///
/// It carries no right of its own: the token is looked up at each request, so a session ends with its token.
package struct Session: Sendable, Codable, Equatable {
    /// Ends when it was not used for this long (our decision).
    static let idle: TimeInterval = 2 * 3_600
    /// Ends after this long, however much it is used (our decision).
    static let longest: TimeInterval = 12 * 3_600
    /// How often its last use is noted at most.
    static let step: TimeInterval = 60

    /// Random; what the form tokens are made of.
    package let id: String
    /// The id of the token.
    package let token: Int64
    package let begun: Date
    package var used: Date
    /// What the next page says about what was just done.
    package var note: String?

    package func isOver(at now: Date) -> Bool {
        now >= used + Self.idle || now >= begun + Self.longest || now < begun - Self.step
    }

    /// The same session, used now; nil where that need not be noted.
    package func renewed(at now: Date) -> Session? {
        guard now >= used + Self.step else { return nil }
        var session = self
        session.used = now
        return session
    }
}
