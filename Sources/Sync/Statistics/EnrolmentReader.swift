import ConnectorKit
import Model
import Store

/// Reads pages of enrolments, and asks whose the accounts on them are.
struct EnrolmentReader: Sendable {
    let provider: any StatsProvider
    let connection: Connection
    let connectionID: ConnectionID
    let store: Store
    let retry: PageRetry

    func page(_ request: EnrolmentRequest) async throws(Failure) -> EnrolmentAnswer {
        try await retry.run { () async throws(Failure) in
            try await provider.enrolments(request, of: connection)
        }
    }

    func learners(_ accounts: [String]) async throws(Failure) -> [LearnerAccount] {
        let learners = try await retry.run { () async throws(Failure) in
            try await provider.learners(accounts, of: connection)
        }
        try ListingLimits.check(learners)
        return learners
    }

    /// The accounts on a page that the store does not know.
    func unknownAccounts(on page: EnrolmentPage) async throws(Failure) -> [String] {
        do throws(StoreError) {
            return try await store.unknownAccounts(of: page.enrolments, connectionID)
        } catch {
            throw .fatal(error.description)
        }
    }

    /// The external ids of the content that the host knows, for ``EnrolmentRequest/contents``.
    func contents() async throws(Failure) -> [String] {
        do throws(StoreError) {
            return try await store.externalIDs(of: connectionID)
        } catch {
            throw .fatal(error.description)
        }
    }
}
