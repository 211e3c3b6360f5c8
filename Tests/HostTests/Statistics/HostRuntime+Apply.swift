package import ConnectorKit
package import Model
import Store

@testable import Host
package import Sync

extension HostRuntime {
    /// Applies enrolments as events do: accounts that are not known are asked for over `line`.
    package func apply(
        _ enrolments: [Enrolment], of connection: ConnectionID, from provider: any StatsProvider,
        over line: Connection
    ) async throws(SyncFailure) -> AttemptChanges {
        try await statistics.apply(enrolments, of: connection) { accounts async throws(SyncFailure) in
            do throws(Failure) { return try await provider.learners(accounts, of: line) } catch {
                throw .provider(error)
            }
        }
    }
}
