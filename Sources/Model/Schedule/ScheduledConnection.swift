package import Foundation

/// What is done for a connection by schedule; earlier cases come first where more than one is due.
package enum ScheduledWork: String, Sendable, CaseIterable {
    case catalog
    /// All statistics.
    case statistics = "stats"
    /// The statistics that changed since they were last read.
    case changes
}

/// A connection with what its deployments ask for, and with what has been done.
package struct ScheduledConnection: Sendable {
    package let id: ConnectionID
    /// The provider's id; with one of ``groups`` it names this one connection.
    package let provider: String
    /// The groups it serves.
    package let groups: [String]
    /// The daily times of its catalog; nil if the provider has none.
    package var catalog: [TimeOfDay]?
    /// The daily times of its statistics; nil if the provider has none.
    package var statistics: [TimeOfDay]?
    /// How often changes of statistics are asked for; nil: never.
    package var changes: Duration?
    /// When the last of its deployments was switched on, which asks for a first sync.
    package var enabled: Date?
    /// When each kind of work last began that came to its end.
    package var served: [ScheduledWork: Date]

    package init(
        id: ConnectionID, provider: String, groups: [String], catalog: [TimeOfDay]? = nil,
        statistics: [TimeOfDay]? = nil, changes: Duration? = nil, enabled: Date? = nil,
        served: [ScheduledWork: Date] = [:]
    ) {
        self.id = id
        self.provider = provider
        self.groups = groups
        self.catalog = catalog
        self.statistics = statistics
        self.changes = changes
        self.enabled = enabled
        self.served = served
    }
}
