package import Delivery
package import ConfigurationFiles
package import ConnectorKit
package import Foundation
import Runtime
package import ThreeSixtyLearningSimulator
import SimulatorSupport
import TestSupport
package import ThreeSixtyLearning

/// A simulated 360Learning that is being served, and the client for it, on one clock.
package struct DeliverySite: Sendable {
    package let platform: LMSPlatform
    package let url: String
    package let clock: any Clock<Duration>
    package let now: @Sendable () -> Date
    /// How a host's configuration names it.
    package let configured: ConfiguredPlatform
    package let client: PlatformSession
    /// A client as another process has it, which knows nothing of what this one did.
    package let another: @Sendable () -> PlatformSession

    /// - Parameters:
    ///   - secret: what the client shows as its own; nil for the right one.
    ///   - kind: how the client waits for an operation, among others.
    ///   - factor: how much faster than the machine's the clock is; nil for one on which nobody waits.
    package static func with<Value: Sendable>(
        secret: String? = nil, kind: ThreeSixtyLearningPlatform = ThreeSixtyLearningPlatform(),
        factor: Int? = nil, options change: (inout LMSPlatform.Options) -> Void = { _ in },
        _ body: @escaping @Sendable (DeliverySite) async throws -> Value
    ) async throws -> Value {
        var options = LMSPlatform.Options()
        change(&options)
        let (clock, now) = clock(factor)
        let platform = LMSPlatform(options, now: now, pause: { try await clock.sleep(for: $0) })
        let configured = { @Sendable [options] (url: String) in
            ConfiguredPlatform(
                kind,
                Settings(
                    texts: ["url": url, "client_id": options.clientID, "default_language": "de"],
                    secrets: ["client_secret": Secret(secret ?? options.clientSecret)]))
        }
        let environment = HostEnvironment(
            network: HostEnvironment.live().network, clock: clock, now: now, randomText: { "random" },
            randomFraction: { 0.5 })
        return try await served(by: { try await platform.serve(ready: $0) }) { site in
            let client = { @Sendable in
                PlatformSession(configured(site.url), environment: environment)
            }
            return try await body(
                DeliverySite(
                    platform: platform, url: site.url, clock: clock, now: now,
                    configured: configured(site.url), client: client(), another: client))
        }
    }

    private static func clock(_ factor: Int?) -> (any Clock<Duration>, @Sendable () -> Date) {
        guard let factor else {
            let clock = LeapClock(patience: nil)
            return (clock, { clock.now.date })
        }
        let clock = ScaledClock(factor: factor)
        return (clock, { clock.now.date })
    }

    package static let plan = DestinationPlan(
        name: "Acme by Tributary", group: Group.sales.id, admin: User.admin.mail,
        logo: "https://acme.example/logo.png")

    /// Faults from now on.
    package func strike(_ faults: String...) throws {
        platform.setFaults(try faults.map { try FaultRule($0) })
    }

    /// What was asked for, tokens aside: method, path below `/api/v2/`, status.
    package var log: [String] {
        platform.requests.filter { !$0.path.hasSuffix("token") }.map {
            "\($0.method) \($0.path.dropFirst("/api/v2/".count)) \($0.status.map(String.init) ?? "-")"
        }
    }

    /// Delivers a batch and waits for what became of it.
    package func deliver(
        _ kind: BatchKind, _ items: [DeliveryItem], to destination: Destination
    ) async throws(Failure) -> BatchOutcome {
        try await client.outcome(of: try await client.submit(kind, items, to: destination))
    }

    package func courses(_ numbers: ClosedRange<Int>) -> [DeliveryItem] {
        numbers.map { client.item(for: .sample("\($0)")) }
    }
}

extension LearningObject {
    package static func sample(_ id: String) -> LearningObject {
        var object = LearningObject()
        object.externalID = id
        object.name = "Course \(id)"
        object.launchURL = "https://play.example/\(id)"
        return object
    }
}

extension PlatformClient {
    package func tag(
        _ externalID: String, resource: String?, in destination: Destination, with names: [String],
        owned: Set<String>
    ) async throws(Failure) -> TagResult? {
        try await tag(
            externalID, resource: resource, in: destination, with: names, owned: owned,
            recording: { _ throws(Failure) in })
    }
}
