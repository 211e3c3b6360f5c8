import ConnectorKit
import Store

/// Reads pages of enrolments, and asks whose the accounts on them are.
struct EnrolmentReader: Sendable {
    let provider: any StatsProvider
    let connection: Connection
    let connectionID: ConnectionID
    let store: Store
    let asking: Asking

    /// How many accounts are asked for at once.
    static let accounts = 1_000

    /// A page with the accounts that the store does not know.
    struct Page: Sendable {
        let listed: EnrolmentPage
        let accounts: [LearnerAccount]
    }

    /// - Parameter asked: the accounts that need not be asked for again in this run.
    func page(_ request: EnrolmentRequest, asked: inout Set<String>) async throws(Failure) -> Page {
        let page = try await asking.again { () async throws(Failure) in
            try await provider.enrolments(request, of: connection)
        }
        let unknown: [String]
        do throws(StoreError) {
            unknown = try await store.unknownAccounts(of: page.enrolments, connectionID)
        } catch {
            throw .fatal(error.description)
        }
        let wanted = unknown.filter { !asked.contains($0) }
        let accounts = wanted.isEmpty ? [] : try await learners(wanted)
        asked.formUnion(wanted)
        return Page(listed: page, accounts: accounts)
    }

    func learners(_ accounts: [String]) async throws(Failure) -> [LearnerAccount] {
        try await asking.again { () async throws(Failure) in
            try await provider.learners(accounts, of: connection)
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
