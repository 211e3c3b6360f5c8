import ConnectorKit
import Model
import Store

@testable import Host

extension HostRuntime {
    /// Applies enrolments as events do: accounts that are not known are asked for over `line`.
    func apply(
        _ enrolments: [Enrolment], of connection: ConnectionID, from provider: any StatsProvider,
        over line: Connection
    ) async throws(StatisticsFailure) -> AttemptChanges {
        try await apply(enrolments, of: connection) { accounts async throws(StatisticsFailure) in
            do throws(Failure) { return try await provider.learners(accounts, of: line) } catch {
                throw .provider(error)
            }
        }
    }
}
