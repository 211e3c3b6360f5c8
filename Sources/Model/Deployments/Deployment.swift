package import Foundation

/// A connection as the store knows it.
package struct ConnectionID: Sendable, Hashable {
    package let row: Int64

    package init(_ number: Int64) { row = number }

    /// In runs that are about no connection: deliveries, which serve all of them.
    package static let every = ConnectionID(0)

    /// A name that is unique in this store, for locks and messages.
    package var name: String { self == .every ? "all" : "connection-\(row)" }

    /// Work beside the runs of a connection, which go on under a lease with its name.
    package enum SideWork: String, Sendable, CaseIterable { case events, webhook, push }

    /// The name of a lease.
    package func lease(_ work: SideWork) -> String { "\(name)-\(work.rawValue)" }
}

/// One provider in one group, as the store knows it.
package struct Deployment: Sendable, Equatable, Identifiable {
    package struct ID: Sendable, Hashable {
        package let row: Int64

        package init(row: Int64) { self.row = row }
    }

    package let id: ID
    package let group: String
    package let provider: String
    package let connection: ConnectionID
    /// What the archive reasons were last computed from, as the host wrote it down.
    package let applied: String
    /// Whether subjects are to become tags, as the host wrote it down.
    package let tags: Bool
    /// When it was last switched on; nil for one of a time when that was not written down.
    package let enabledAt: Date?

    package init(
        id: ID, group: String, provider: String, connection: ConnectionID, applied: String, tags: Bool,
        enabledAt: Date?
    ) {
        self.id = id
        self.group = group
        self.provider = provider
        self.connection = connection
        self.applied = applied
        self.tags = tags
        self.enabledAt = enabledAt
    }
}
