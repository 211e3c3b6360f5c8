package import Foundation

/// How a connection's webhook stands. Its secret is not among it: that is derived from the generation.
package struct WebhookRegistration: Sendable, Equatable {
    /// Which of the secrets the provider is to sign with, from 1.
    package var generation = 1
    /// When this generation came to be.
    package var madeAt: Date
    /// The newest generation that the provider is known to sign with; 0: none.
    package var confirmed = 0
    /// Since when.
    package var confirmedAt: Date?
    /// What the provider calls; nil: nothing is registered.
    package var url: String?
    /// When that was last looked after.
    package var checkedAt: Date?
    /// Why the last attempt failed, if it did.
    package var error: String?

    package init(madeAt: Date) { self.madeAt = madeAt }
}
