public import Foundation

/// When the work of a connection last began that came to an end of its own, whatever the end was: a run that was
/// interrupted does not count.
public struct ScheduleHistory: Sendable, Equatable {
    public var catalog: Date?
    /// The whole of the statistics, by schedule or by hand.
    public var statistics: Date?
    /// Statistics, the whole or what changed, by schedule or by hand.
    public var changes: Date?

    public init(catalog: Date? = nil, statistics: Date? = nil, changes: Date? = nil) {
        self.catalog = catalog
        self.statistics = statistics
        self.changes = changes
    }
}
