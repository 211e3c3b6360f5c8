package import ConnectorKit
package import Model
package import Store

/// Why enrolments could not be applied; done again later it is as if nothing had happened.
package enum StatisticsFailure: Error, Sendable {
    /// The provider did not say whose they are.
    case provider(Failure)
    case store(StoreError)
}

extension HostRuntime {
    /// Records enrolments and brings the attempts of every group in line, at once or not at all.
    ///
    /// The same enrolments twice, or in another order, come to the same. Accounts that are not known yet are asked
    /// for first; an enrolment in something that is no course yet is kept for the day it is one.
    ///
    /// - Parameters:
    ///   - connection: the connection that the enrolments are of.
    ///   - learners: whose accounts these are.
    func apply(
        _ enrolments: [Enrolment], of connection: ConnectionID,
        learners: ([String]) async throws(StatisticsFailure) -> [LearnerAccount]
    ) async throws(StatisticsFailure) -> AttemptChanges {
        do {
            let unknown = Set(try await store.unknownAccounts(of: enrolments, connection))
            let accounts =
                unknown.isEmpty ? [] : try await learners(Array(unknown)).filter { unknown.contains($0.id) }
            return try await store.record(
                EnrolmentBatch(enrolments, accounts: accounts), of: connection, by: .standard)
        } catch let error as StoreError {
            throw .store(error)
        } catch let error as StatisticsFailure {
            throw error
        } catch {
            throw .store(.damaged("\(error)"))
        }
    }

    /// Applies what is kept of enrolments to the courses that have come into being since: after a listing, a change
    /// of filters, a deployment that was added or moved. Whatever is left undone is done the next time.
    @discardableResult
    package func applyToNewCourses() async throws(StoreError) -> AttemptChanges {
        try await store.applyToNewCourses(.standard)
    }
}
