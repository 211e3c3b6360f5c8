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

/// What came of one try.
package enum PushTry: Sendable, Equatable {
    case done(PushOutcome, reason: String?)
    /// To be tried again.
    case postponed(until: Date, reason: String)
    case setAside(reason: String)

    /// Why it came to nothing for good; nil if it did not, or not yet.
    package var complaint: String? {
        switch self {
        case .done(.refused, let reason), .done(.failed, let reason): reason ?? "refused"
        case .setAside(let reason): reason
        case .done, .postponed: nil
        }
    }
}
