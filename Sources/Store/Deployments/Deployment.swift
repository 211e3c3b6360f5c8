public import Foundation

/// A connection as the store knows it.
public struct ConnectionID: Sendable, Hashable {
    let row: Int64

    public init(_ number: Int64) { row = number }

    /// In runs that are about no connection: deliveries, which serve all of them.
    public static let every = ConnectionID(0)

    /// A name that is unique in this store, for locks and messages.
    public var name: String { self == .every ? "all" : "connection-\(row)" }
}

/// One provider in one group, as the store knows it.
public struct Deployment: Sendable, Equatable, Identifiable {
    public struct ID: Sendable, Hashable {
        let row: Int64
    }

    public let id: ID
    public let group: String
    public let provider: String
    public let connection: ConnectionID
    /// What the archive reasons were last computed from, as the host wrote it down.
    public let applied: String
    /// Whether subjects are to become tags, as the host wrote it down.
    public let tags: Bool
    /// When it was last switched on; nil for one of a time when that was not written down.
    public let enabledAt: Date?
}
