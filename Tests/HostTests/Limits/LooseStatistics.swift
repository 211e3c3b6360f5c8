import ConnectorKit

/// A provider of statistics that does whatever a test wants it to; by itself it lists one enrolment.
struct LooseStatistics: StatsProvider {
    var page: @Sendable (Checkpoint?) async throws(Failure) -> EnrolmentPage = { _ throws(Failure) in
        EnrolmentPage(enrolments: [enrolment("a", 2, "u1", 1, 2)], rows: 1, next: nil)
    }
    var tell: @Sendable ([String]) async throws(Failure) -> [LearnerAccount] = { accounts throws(Failure) in
        accounts.map { LearnerAccount(id: $0, email: "\($0)@example.com") }
    }

    var descriptor: ProviderDescriptor { LooseProvider().descriptor }

    func verify(_ capability: Capability, of connection: Connection) async throws(Failure) {}

    func enrolments(_ request: EnrolmentRequest, of connection: Connection) async throws(Failure)
        -> EnrolmentAnswer
    {
        .page(try await page(request.checkpoint))
    }

    func learners(_ accounts: [String], of connection: Connection) async throws(Failure) -> [LearnerAccount] {
        try await tell(accounts)
    }
}
