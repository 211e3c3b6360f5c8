import Store

/// Reads a connection's registration for calls that come at once. A call shares a reading that begins after it
/// came in, so none is answered by what was so before.
actor RegistrationReading {
    private typealias Answer = Result<WebhookRegistration?, StoreError>

    private let store: Store
    private let connection: ConnectionID
    private var waiting: [CheckedContinuation<Answer, Never>] = []
    private var isReading = false

    init(_ store: Store, _ connection: ConnectionID) {
        self.store = store
        self.connection = connection
    }

    func registration() async throws(StoreError) -> WebhookRegistration? {
        let answer = await withCheckedContinuation { answer in
            waiting.append(answer)
            guard !isReading else { return }
            isReading = true
            Task { await self.read() }
        }
        return try answer.get()
    }

    private func read() async {
        while !waiting.isEmpty {
            let callers = waiting
            waiting = []
            let answer: Answer
            do throws(StoreError) {
                answer = .success(try await store.webhook(of: connection))
            } catch {
                answer = .failure(error)
            }
            for caller in callers { caller.resume(returning: answer) }
        }
        isReading = false
    }
}
