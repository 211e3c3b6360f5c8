package import ConnectorKit
package import Model
import Store
import StoreTesting

@testable import Host
package import Sync

extension HostRuntime {
    /// Applies enrolments as events do: accounts that are not known are asked for over `line`.
    package func apply(
        _ enrolments: [Enrolment], of connection: ConnectionID, from provider: any StatsProvider,
        over line: Connection
    ) async throws(SyncFailure) -> AttemptChanges {
        let leased: LeasedStore
        do { leased = try store.leased() } catch { throw .store(.damaged("\(error)")) }
        return try await statistics.apply(enrolments, of: connection, under: leased) {
            accounts async throws(SyncFailure) in
            do throws(Failure) { return try await provider.learners(accounts, of: line) } catch {
                throw .provider(error)
            }
        }
    }
}
