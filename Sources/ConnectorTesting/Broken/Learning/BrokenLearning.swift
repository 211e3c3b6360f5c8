import ConnectorKit

/// What a ``BrokenProvider`` makes of learners and calls: as a ``SampleProvider``, but for one thing.
struct BrokenLearning: Sendable {
    var page: @Sendable (EnrolmentRequest, Connection) async throws(Failure) -> EnrolmentAnswer = {
        request, connection async throws(Failure) in
        try await SampleProvider().enrolments(request, of: connection)
    }
    var about: @Sendable ([EnrolmentHint]) -> [EnrolmentHint] = { $0 }
    var answers: @Sendable ([LearnerAccount]) -> [LearnerAccount] = { $0 }
    var signature: @Sendable (WebhookSignature?) -> WebhookSignature? = { $0 }
    var event: @Sendable (ProviderEvent) -> ProviderEvent = { $0 }
    var changed: @Sendable (Bool) -> Bool = { $0 }
}

extension BrokenProvider: StatsProvider {
    func enrolments(_ request: EnrolmentRequest, of connection: Connection) async throws(Failure)
        -> EnrolmentAnswer
    {
        try await learning.page(request, connection)
    }

    func learners(_ accounts: [String], of connection: Connection) async throws(Failure) -> [LearnerAccount] {
        learning.answers(try await SampleProvider().learners(accounts, of: connection))
    }
}

extension BrokenProvider: WebhookProvider {
    func signature(of headers: [HTTPHeader]) -> WebhookSignature? {
        learning.signature(SampleProvider().signature(of: headers))
    }

    func event(in body: [UInt8]) throws(Failure) -> ProviderEvent {
        learning.event(try SampleProvider().event(in: body))
    }

    func registerWebhook(_ url: String, secret: Secret, of connection: Connection) async throws(Failure)
        -> Bool
    {
        learning.changed(try await SampleProvider().registerWebhook(url, secret: secret, of: connection))
    }

    func unregisterWebhook(_ url: String, of connection: Connection) async throws(Failure) {
        try await SampleProvider().unregisterWebhook(url, of: connection)
    }

    func items(_ ids: [String], of connection: Connection) async throws(Failure) -> CatalogPage {
        try await SampleProvider().items(ids, of: connection)
    }

    func enrolments(about hints: [EnrolmentHint], of connection: Connection) async throws(Failure)
        -> [Enrolment]
    {
        try await SampleProvider().enrolments(about: learning.about(hints), of: connection)
    }
}
