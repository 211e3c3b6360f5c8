import ConnectorKit

/// 360Learning's public API v2 during one run.
struct ThreeSixtyLearningClient: PlatformClient {
    let api: PlatformAPI
    let language: PlatformLanguage
    let retryPolicy: OperationRetryPolicy
    let tagDirectory = TagDirectory()
    /// The platform's ids of learners by e-mail address, as far as they were asked for.
    let knownLearners = KnownLearners()
    private let sleep: @Sendable (Duration) async throws -> Void

    init(_ connection: Connection, clock: any Clock<Duration>, retryPolicy: OperationRetryPolicy) {
        api = PlatformAPI(connection)
        self.retryPolicy = retryPolicy
        language =
            connection.settings["default_language"].flatMap { LanguageTag($0) }
            .flatMap { PlatformLanguage($0) } ?? .english
        sleep = { try await clock.sleep(for: $0) }
    }

    var reader: (any PlatformReader)? { ThreeSixtyLearningReader(client: self) }

    /// The number is the version of the mapping to ``ExternalCourse``: raise it if the mapping makes something
    /// else of the same content.
    var rendering: String { "2 \(language.code)" }

    /// Makes a ``Failure`` of a problem.
    func attempt<Value>(
        _ body: () async throws(PlatformProblem) -> Value
    ) async throws(Failure) -> Value {
        do throws(PlatformProblem) { return try await body() } catch { throw error.failure }
    }

    /// Waits; a cancelled wait is a failure like every other.
    func pause(_ duration: Duration) async throws(PlatformProblem) {
        do {
            try await sleep(duration)
        } catch {
            throw .failed(.fatal("cancelled while waiting for 360Learning"))
        }
    }
}
