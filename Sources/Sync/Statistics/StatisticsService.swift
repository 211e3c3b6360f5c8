import ConfigurationFiles
package import ConnectorKit
package import Model
package import Runtime
package import Store

/// Why a provider's answer could not be applied; applying it again later is safe.
package enum SyncFailure: Error, Sendable {
    case provider(Failure)
    case store(StoreError)
}

/// Reads statistics, and makes attempts of them.
package struct StatisticsService: Sendable {
    let context: RunContext

    package init(_ context: RunContext) { self.context = context }

    func run(_ run: SupervisedRun, _ reading: StatsReading) async throws(StoreError) -> RunReport {
        guard let provider = run.connection.provider as? any StatsProvider else {
            throw .damaged("\(run.connection.provider.descriptor.id) has no statistics")
        }
        return try await StatsRun(provider: provider, run: run).run(reading)
    }

    /// Records enrolments and updates the attempts of every group, in one transaction.
    ///
    /// The same enrolments twice, or in another order, have the same result. An enrolment in something that is no
    /// course yet is kept until it is one.
    ///
    /// - Parameter learners: asks the provider for accounts: those of all enrolments that do not state their
    ///   learners, since an e-mail address may have changed.
    package func apply(
        _ enrolments: [Enrolment], of connection: ConnectionID, under leased: LeasedStore,
        learners: ([String]) async throws(SyncFailure) -> [LearnerAccount]
    ) async throws(SyncFailure) -> AttemptChanges {
        do {
            var accounts = enrolments.stated
            let named = Set(enrolments.lazy.filter { $0.status != .other }.map(\.account))
                .subtracting(accounts.map(\.id))
            if !named.isEmpty {
                accounts += try await learners(named.sorted()).filter { named.contains($0.id) }
            }
            return try await leased.record(
                EnrolmentBatch(enrolments, accounts: accounts), of: connection, by: .standard)
        } catch let error as StoreError {
            throw .store(error)
        } catch let error as SyncFailure {
            throw error
        } catch {
            throw .store(.damaged("\(error)"))
        }
    }

    /// Applies kept enrolments to the courses that have come into being since, such as by a listing, a change of
    /// filters, or a new deployment.
    @discardableResult
    package func applyToNewCourses() async throws(StoreError) -> AttemptChanges {
        try await context.store.applyAllToNewCourses()
    }
}

extension Store {
    @discardableResult
    func applyAllToNewCourses() async throws(StoreError) -> AttemptChanges {
        var changes = AttemptChanges()
        while let more = try await applyToNewCourses(by: .standard) { changes += more }
        return changes
    }
}

extension [Enrolment] {
    /// The learners that the rows state themselves.
    var stated: [LearnerAccount] { compactMap { $0.status == .other ? nil : $0.learner } }
}
