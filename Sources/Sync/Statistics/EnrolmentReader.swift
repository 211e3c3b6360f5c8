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

    /// The accounts on a page that the page does not state and the store does not know, in order.
    ///
    /// - Parameter known: all that the store knew when the listing began; nil if it is to be asked.
    func unknownAccounts(on page: EnrolmentPage, known: Set<String>?) async throws(Failure) -> [String] {
        let accounts = Set(
            page.enrolments.lazy.filter { $0.status != .other && $0.learner == nil }.map(\.account))
        if let known { return accounts.subtracting(known).sorted() }
        do throws(StoreError) {
            return try await store.unknownAccounts(accounts, of: connectionID)
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
