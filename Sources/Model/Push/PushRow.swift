package import ConnectorKit
package import Foundation

/// What is to be accepted: an item, or why a row is none.
package struct PushRow: Sendable {
    /// The physical line it begins on; the place in a batch, from 1, if there is no file.
    package let line: Int
    package let reference: String
    package let content: Content
    /// What was planned for it, if it is to be done only if that still fits.
    package var plan: PushPlan?
    /// The row as it was given, an object by columns as JSON; only of one that is refused (rule P17).
    package var given: String?

    package enum Content: Sendable, Equatable {
        case item(PushBody)
        case refused(String)
    }

    package init(line: Int, reference: String, content: Content, plan: PushPlan? = nil) {
        self.line = line
        self.reference = reference
        self.content = content
        self.plan = plan
    }
}

/// What became of an item, as its record says (rules R2 and P8).
package enum PushOutcome: String, Sendable, CaseIterable {
    case created, updated, unchanged, unpublished, completed, refused, failed
}

/// What a push made known of content at the provider.
package struct PushedState: Sendable, Equatable {
    /// The id under which the provider's catalog lists it; nil if unknown.
    package let id: String?
    /// Whether it was published before; nil if unknown.
    package let wasPublished: Bool?
    /// Whether it was sent as the row that created it (rule P4).
    package let repeatsCreation: Bool

    package init(id: String?, wasPublished: Bool?, repeatsCreation: Bool) {
        self.id = id
        self.wasPublished = wasPublished
        self.repeatsCreation = repeatsCreation
    }
}

/// What came of one try.
package enum PushTry: Sendable, Equatable {
    /// - Parameter content: what became known of content at the provider.
    case done(PushOutcome, reason: String?, content: PushedState? = nil)
    /// To be tried again.
    case postponed(until: Date, reason: String)
    case setAside(reason: String)

    /// Why it came to nothing for good; nil if it did not, or not yet.
    package var complaint: String? {
        switch self {
        case .done(.refused, let reason, _), .done(.failed, let reason, _): reason ?? "refused"
        case .setAside(let reason): reason
        case .done, .postponed: nil
        }
    }
}
