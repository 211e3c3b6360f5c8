package import Foundation

/// When the work of a connection last began that came to an end of its own, whatever the end was: a run that was
/// interrupted does not count.
package struct ScheduleHistory: Sendable, Equatable {
    package var catalog: Date?
    /// The whole of the statistics, by schedule or by hand.
    package var statistics: Date?
    /// Statistics, the whole or what changed, by schedule or by hand.
    package var changes: Date?

    package init(catalog: Date? = nil, statistics: Date? = nil, changes: Date? = nil) {
        self.catalog = catalog
        self.statistics = statistics
        self.changes = changes
    }
}
