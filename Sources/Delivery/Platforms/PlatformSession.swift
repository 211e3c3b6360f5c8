package import ConfigurationFiles
package import ConnectorKit
package import Foundation
package import Runtime

/// A platform's client as deliveries use it: counted, and with the sizes that it declares.
package protocol DeliveryPlatform: PlatformClient {
    /// The platform's id, as runs and messages name it.
    var name: String { get }
    /// Requests and bytes so far.
    var traffic: (requests: Int, bytes: Int) { get }
    /// The most items of one batch.
    func largestBatch(of kind: BatchKind) -> Int
}

/// A platform's client within the limits that the platform declares. Its failures show no secrets.
package struct PlatformSession: DeliveryPlatform {
    private let descriptor: PlatformDescriptor
    package let client: any PlatformClient
    private let session: ProviderSession
    private let operations: OperationLimit

    package var name: String { descriptor.id }
    package var rendering: String { client.rendering }
    package var reader: (any PlatformReader)? {
        client.reader.map { SessionReader(base: $0, hidingSecrets: session.hidingSecrets) }
    }
    /// How each address was reached so far.
    package var routes: [ServiceRoute] { session.routes }
    package var traffic: (requests: Int, bytes: Int) { session.traffic }

    package func largestBatch(of kind: BatchKind) -> Int { descriptor.limits.largestBatch(of: kind) }

    package func item(for content: LearningObject) -> DeliveryItem { client.item(for: content) }
    package func item(archiving externalID: String) -> DeliveryItem { client.item(archiving: externalID) }
    package func item(for statistic: LearnerStatistic) -> DeliveryItem { client.item(for: statistic) }

    package func verify(group: String, admin: String) async throws(Failure) {
        try await call { () async throws(Failure) in try await client.verify(group: group, admin: admin) }
    }

    package func groups() async throws(Failure) -> [ListedGroup] {
        try await call { () async throws(Failure) in try await client.groups() }
    }

    package func prepare(_ plan: DestinationPlan, known: Destination?) async throws(Failure) -> Destination {
        try await call { () async throws(Failure) in try await client.prepare(plan, known: known) }
    }

    package func has(_ destination: Destination) async throws(Failure) -> Bool {
        try await call { () async throws(Failure) in try await client.has(destination) }
    }

    /// Waits until another operation may be under way. The operation counts until ``outcome(of:)`` has returned
    /// its end.
    package func submit(
        _ kind: BatchKind, _ items: [DeliveryItem], to destination: Destination
    ) async throws(Failure) -> OperationID {
        guard await operations.take() else {
            throw .fatal("cancelled while waiting for \(descriptor.displayName)'s bulk operations to end")
        }
        do throws(Failure) {
            let operation = try await call { () async throws(Failure) in
                try await client.submit(kind, items, to: destination)
            }
            operations.hold(operation, hasPlace: true)
            return operation
        } catch {
            operations.giveBack()
            throw error
        }
    }

    package func outcome(of operation: OperationID) async throws(Failure) -> BatchOutcome {
        operations.hold(operation, hasPlace: false)
        let outcome = try await call { () async throws(Failure) in try await client.outcome(of: operation) }
        operations.release(operation)
        return outcome
    }

    package func operation(
        taking keys: Set<String>, of kind: BatchKind, in destination: Destination, since date: Date,
        besides known: Set<OperationID>
    ) async throws(Failure) -> OperationID? {
        try await call { () async throws(Failure) in
            try await client.operation(
                taking: keys, of: kind, in: destination, since: date, besides: known)
        }
    }

    package func hasLearner(_ mail: String) async throws(Failure) -> Bool {
        try await call { () async throws(Failure) in try await client.hasLearner(mail) }
    }

    package func restore(
        _ externalID: String, resource: String?, in destination: Destination
    ) async throws(Failure) -> ItemResult? {
        try await call { () async throws(Failure) in
            try await client.restore(externalID, resource: resource, in: destination)
        }
    }

    package func tag(
        _ externalID: String, resource: String?, in destination: Destination, with names: [String],
        owned: Set<String>, recording: @Sendable (Set<String>) async throws(Failure) -> Void
    ) async throws(Failure) -> TagResult? {
        try await call { () async throws(Failure) in
            try await client.tag(
                externalID, resource: resource, in: destination, with: names, owned: owned,
                recording: recording)
        }
    }

    private func call<Value>(
        _ body: () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        do throws(Failure) { return try await body() } catch { throw error.mapMessage(session.hidingSecrets) }
    }

    /// Opens the way to a platform.
    package init(_ configured: ConfiguredPlatform, environment: HostEnvironment) {
        let (platform, settings) = (configured.platform, configured.settings)
        let descriptor = platform.descriptor
        let limit = RateLimit(descriptor, clock: environment.clock)
        session = environment.session(
            to: descriptor.id, at: settings.addresses(descriptor.settings),
            secrets: settings.secretNames.compactMap { settings.secret($0)?.reveal() },
            through: { RateLimitedClient(base: $0, limit: limit) },
            token: { client, _ throws(Failure) in
                try await platform.accessToken(Connection(settings: settings, client: client))
            })
        client = platform.client(
            over: Connection(settings: settings, client: session.client), clock: environment.clock)
        operations = OperationLimit(descriptor.limits.operationsAtOnce)
        self.descriptor = descriptor
    }
}
