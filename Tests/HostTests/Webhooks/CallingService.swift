import ConnectorKit
import Crypto
import Foundation
import Synchronization

/// What a content system knows, and what it was asked: the other side of ``CallingProvider``.
final class CallingService: Sendable {
    struct State {
        var enrolments: [String: Enrolment] = [:]
        /// E-mail addresses by account.
        var accounts: [String: String] = [:]
        /// Items by id, as JSON.
        var items: [String: String] = [:]
        var alternatives: [String: [String]] = [:]
        /// Secrets by the URL that is called.
        var webhooks: [String: String] = [:]
        /// Called with what is asked for, before it is answered.
        var refuse: @Sendable (_ ids: [String]) -> Failure? = { _ in nil }
        /// What was asked for, in order.
        var asked: [String] = []
    }

    private let state = Mutex(State())

    func change(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }
    func read<Value: Sendable>(_ body: (State) -> Value) -> Value { state.withLock { body($0) } }

    func asked(_ what: String, for ids: [String]) throws(Failure) {
        let failure = state.withLock { state in
            state.asked.append("\(what) \(ids.sorted().joined(separator: ","))")
            return state.refuse(ids)
        }
        if let failure { throw failure }
    }

    /// Enrols a learner, or changes the enrolment.
    func enrol(
        _ id: String, _ status: Enrolment.Status = .completed, in content: String = "2",
        account: String = "ann", after seconds: TimeInterval = 60
    ) {
        change {
            $0.accounts[account] = "\(account)@example.com"
            $0.enrolments[id] = Enrolment(
                id: id, contentID: content, account: account, status: status, createdAt: Self.begin,
                updatedAt: Self.begin.addingTimeInterval(seconds), passed: status == .completed ? true : nil)
        }
    }

    static let begin = Date(timeIntervalSince1970: 1_790_000_000)
}

/// A provider that calls back, over a ``CallingService`` and without a network.
struct CallingProvider: CatalogProvider, StatsProvider, WebhookProvider, AlternativesProvider {
    let service: CallingService
    private let catalog = ScriptedProvider(script: { _, _ in .checkpointRefused("not used") })

    init(_ service: CallingService) { self.service = service }

    var descriptor: ProviderDescriptor { catalog.descriptor }

    // MARK: - Catalog

    func mapping(_ settings: Settings) -> Mapping {
        let retires = FieldRule(.retiresAt, from: ["retires"], "as it is") { input, object throws(Failure) in
            object.retiresAt = try input.time()
        }
        let published = FieldRule(.published, from: ["gone"], "unless gone") {
            input, object throws(Failure) in
            object.published = try input.boolean() != true
        }
        return Mapping(
            version: 1, rules: catalog.mapping(settings).rules + [retires, published], settings: settings)
    }

    func paging(_ settings: Settings) -> Paging { .cursor }
    func verify(_ capability: Capability, of connection: Connection) async throws(Failure) {}

    func document(of item: RawItem, settings: Settings) throws(Failure) -> SourceDocument {
        do throws(JSONFault) {
            return try SourceDocument(json: item.bytes, paths: JSONPaths(mapping(settings).paths))
        } catch {
            throw .item("\(error)")
        }
    }

    func page(_ request: PageRequest, of connection: Connection) async throws(Failure) -> CatalogAnswer {
        let items = service.read { $0.items }
        let page = page(of: items.keys.sorted(), items)
        return .page(
            CatalogPage(
                items: page.items, rows: items.count, next: nil, total: items.count, isLast: true))
    }

    func items(_ ids: [String], of connection: Connection) async throws(Failure) -> CatalogPage {
        try service.asked("items", for: ids)
        return page(of: ids, service.read { $0.items })
    }

    private func page(of ids: [String], _ known: [String: String]) -> CatalogPage {
        let items = ids.compactMap { id in
            known[id].map { text in
                RawItem(
                    id: id, digest: UInt64(bitPattern: Int64(text.hashValue)), bytes: ArraySlice(text.utf8))
            }
        }
        return CatalogPage(
            items: items, deleted: ids.filter { known[$0] == nil }, rows: ids.count, next: nil, total: nil,
            isLast: true, scope: .changes)
    }

    func alternatives(to id: String, of connection: Connection) async throws(Failure) -> [String] {
        try service.asked("alternatives", for: [id])
        return service.read { $0.alternatives[id] ?? [] }
    }

    // MARK: - Statistics

    func enrolments(_ request: EnrolmentRequest, of connection: Connection) async throws(Failure)
        -> EnrolmentAnswer
    {
        let enrolments = service.read { $0.enrolments.values.sorted { $0.id < $1.id } }
        return .page(
            EnrolmentPage(
                enrolments: enrolments, rows: enrolments.count, total: enrolments.count, next: nil))
    }

    func enrolments(about hints: [EnrolmentHint], of connection: Connection) async throws(Failure)
        -> [Enrolment]
    {
        try service.asked("enrolments", for: hints.map(\.id))
        return service.read { state in hints.compactMap { state.enrolments[$0.id] } }
    }

    func learners(_ accounts: [String], of connection: Connection) async throws(Failure) -> [LearnerAccount] {
        service.read { state in accounts.map { LearnerAccount(id: $0, email: state.accounts[$0]) } }
    }

    // MARK: - Webhooks

    func signature(of headers: [HTTPHeader]) -> WebhookSignature? {
        guard let stamp = headers.first(where: { $0.name == "Signed-At" })?.value,
            let seconds = TimeInterval(stamp)
        else { return nil }
        let codes = headers.filter { $0.name == "Code" }.compactMap { Data(base64Encoded: $0.value) }
        return WebhookSignature(
            signedAt: Date(timeIntervalSince1970: seconds), prefix: Array("\(stamp).".utf8),
            codes: codes.map(Array.init))
    }

    private struct Event: Decodable {
        let id: String
        let about: String
        let subject: String?
        let at: Double?
    }

    func event(in body: [UInt8]) throws(Failure) -> ProviderEvent {
        guard let event = try? JSONDecoder().decode(Event.self, from: Data(body)) else {
            throw .contract("the event is none")
        }
        let at = event.at.map(Date.init(timeIntervalSince1970:))
        let subject: ProviderEvent.Subject =
            switch (event.about, event.subject) {
            case ("enrolment", let id?): .enrolment(EnrolmentHint(id: id, changedAt: at))
            case ("content", let id?): .content(id: id)
            case ("retirement", let id?): .retirement(contentID: id, at: at)
            default: .other
            }
        return ProviderEvent(id: event.id, type: "test.\(event.about)", subject: subject)
    }

    func registerWebhook(_ url: String, secret: Secret, of connection: Connection) async throws(Failure)
        -> Bool
    {
        try service.asked("register", for: [url])
        let isRight = service.read { $0.webhooks[url] == secret.reveal() }
        service.change { $0.webhooks[url] = secret.reveal() }
        return !isRight
    }

    func unregisterWebhook(_ url: String, of connection: Connection) async throws(Failure) {
        try service.asked("withdraw", for: [url])
        service.change { $0.webhooks[url] = nil }
    }
}

/// A call as the service would make it.
struct SignedCall: Sendable {
    var headers: [HTTPHeader]
    var body: [UInt8]

    init(_ body: String, secrets: [String], at time: Date) {
        self.body = Array(body.utf8)
        let stamp = String(Int(time.timeIntervalSince1970))
        headers = [HTTPHeader("Signed-At", stamp)]
        for secret in secrets {
            let code = HMAC<SHA256>.authenticationCode(
                for: Data("\(stamp).\(body)".utf8), using: SymmetricKey(data: Data(secret.utf8)))
            headers.append(HTTPHeader("Code", Data(code).base64EncodedString()))
        }
    }
}
