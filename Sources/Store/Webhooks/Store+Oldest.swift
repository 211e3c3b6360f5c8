package import Foundation
package import Model

extension Store {
    /// When the oldest event that waits was received, of each connection that has one.
    package func oldestEvents() async throws(StoreError) -> [ConnectionID: Date] {
        try await read { db in
            try Dictionary(
                db.rows(
                    """
                    SELECT connection, min(received) FROM event WHERE state <> 1 AND state = 0
                    GROUP BY connection
                    """
                ).map { (ConnectionID($0[0]), Instant.date($0[1])) }, uniquingKeysWith: min)
        }
    }
}
