package import Foundation
import Model
import Store

extension WebhookRegistration {
    /// How long a secret is used before another generation takes its place (our decision).
    static let lifetime: TimeInterval = 90 * 86_400
    /// For how long the former secret is accepted after the provider took the new one: calls that were signed
    /// before then and are on their way, for whatever reason (our decision; a stamp lives a minute).
    static let overlap: TimeInterval = 600

    /// The generations whose secrets a call may be signed with.
    package func accepted(at now: Date) -> [Int] {
        guard generation > 1 else { return [generation] }
        let isConfirmed = confirmed == generation
        let since = confirmedAt.map { now.timeIntervalSince($0) } ?? 0
        return isConfirmed && since >= Self.overlap ? [generation] : [generation, generation - 1]
    }

    /// Whether another generation is due. Never while the provider may still sign with the one before.
    func isOutworn(at now: Date) -> Bool {
        confirmed == generation && now.timeIntervalSince(madeAt) >= Self.lifetime
    }

    /// The next generation, to be stored before the provider hears of it.
    func rotated(at now: Date) -> WebhookRegistration {
        var next = self
        next.generation += 1
        next.madeAt = now
        return next
    }
}
