package import Foundation

/// The attempts that statistics count.
///
/// An attempt belongs to the time of its last activity, which is that of its completion if it has one.
package struct ActivityQuery: Sendable {
    /// Only at courses of these groups; empty: of all.
    package var groups: [String]
    /// Only at courses of this provider.
    package var provider: String?
    package var from: Date?
    /// Exclusive.
    package var until: Date?
    /// Only of learners whose address contains this, in any case.
    package var user: String?
    /// How many rows of a list are passed over.
    package var offset = 0
    package var limit: Int

    package init(groups: [String] = [], limit: Int = 15) {
        self.groups = groups
        self.limit = limit
    }

    /// Whether the attempts of a part of the time are counted.
    package var isBounded: Bool { from != nil || until != nil }
}
