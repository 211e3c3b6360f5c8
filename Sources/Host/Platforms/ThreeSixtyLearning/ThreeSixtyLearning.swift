package import ConfigurationFiles
import ConnectorKit
import Foundation

/// A real 360Learning platform, by its public API v2.
package struct ThreeSixtyLearning: Sendable {
    let api: PlatformAPI
    let budget: CompanyBudget
    let language: PlatformLanguage
    let patience: OperationPatience
    let tagDirectory = TagDirectory()
    private let line: Line
    private let sleep: @Sendable (Duration) async throws -> Void

    /// - Parameters:
    ///   - budget: shared by all who talk to the same company.
    ///   - patience: how an operation is waited for.
    package init(
        _ configuration: HostConfiguration.ThreeSixtyLearning, budget: CompanyBudget, outside: Outside,
        patience: OperationPatience = OperationPatience()
    ) {
        line = outside.line(
            to: Self.name, secrets: [configuration.clientSecret.reveal()],
            through: { BudgetedClient(base: $0, budget: budget) },
            token: { client throws(Failure) in
                try await PlatformToken.fetch(configuration, over: client)
            })
        api = PlatformAPI(origin: configuration.url, client: line.client)
        self.budget = budget
        self.patience = patience
        language = PlatformLanguage(configuration.defaultLanguage) ?? .english
        sleep = { [clock = outside.clock] in try await clock.sleep(for: $0) }
    }

    private static let name = "360learning"

    package var name: String { Self.name }

    /// The number is that of the mapping of ``ExternalCourse``: it goes up where that makes something else of the
    /// same content.
    package var rendering: String { "1 \(language.code)" }

    package var traffic: (requests: Int, bytes: Int) { line.traffic }

    /// Runs calls, and tells of their failure without the company's secrets.
    func attempt<Value>(
        _ body: () async throws(PlatformProblem) -> Value
    ) async throws(Failure) -> Value {
        do throws(PlatformProblem) {
            return try await body()
        } catch {
            throw error.failure.mapMessage(line.hidingSecrets)
        }
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

extension ThreeSixtyLearning: Platform {}
