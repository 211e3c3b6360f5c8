public import Foundation
import GRDB

/// Since when the oldest waits, by connection; those where nothing waits are left out.
public struct OldestWaiting: Sendable, Equatable {
    public var events: [ConnectionID: Date] = [:]
    public var pushes: [ConnectionID: Date] = [:]
}

extension Store {
    /// Since when events and pushes wait.
    public func oldestWaiting() async throws(StoreError) -> OldestWaiting {
        try await read { db in
            OldestWaiting(
                events: try Self.dates(
                    """
                    SELECT connection, min(received) FROM event WHERE state <> 1 AND state = 0
                    GROUP BY connection
                    """, db),
                pushes: try Self.dates(
                    """
                    SELECT e.connection, min(j.accepted) FROM push_entry e JOIN push_job j ON j.id = e.job
                    WHERE e.state = 0 GROUP BY e.connection
                    """, db))
        }
    }

    private static func dates(_ sql: String, _ db: Database) throws -> [ConnectionID: Date] {
        try Dictionary(
            Row.fetchAll(db, sql: sql).map { (ConnectionID($0[0]), Instant.date($0[1])) },
            uniquingKeysWith: min)
    }
}
