import Delivery
import Runtime
import ConfigurationFiles
import ConnectorKit
import Foundation
import Synchronization
import Transport

/// A platform and the simulator it is tested against.
struct PlatformTrial: Sendable {
    let platform: any Platform
    let stage: any Stage
    let settings: [String: String]

    /// Runs a body at a service that has served nobody yet.
    func bench<Value: Sendable>(
        _ body: @escaping @Sendable (PlatformBench) async throws -> Value
    ) async throws -> Value {
        try await stage.open(faults: []) { site, network in
            let settings = Settings(site.settings, and: settings, of: platform.descriptor.settings)
            return try await body(
                PlatformBench(
                    platform: platform, settings: settings, site: site, network: PlatformTap(network)))
        }
    }
}

/// A platform with the service before it.
struct PlatformBench: Sendable {
    let platform: any Platform
    let settings: Settings
    let site: RunningSimulator
    let network: PlatformTap

    /// A client as a process of its own has it.
    func session(
        settings: Settings? = nil, clock: any Clock<Duration> = ContinuousClock()
    ) -> PlatformSession {
        PlatformSession(
            ConfiguredPlatform(platform, settings ?? self.settings),
            environment: HostEnvironment(
                network: { _ in Network(client: network) }, clock: clock, now: { Date() },
                randomText: { "salt" }, randomFraction: { 0 }))
    }

    /// A value that a provider file needs for the simulator's group.
    func group(_ name: String) -> String { site.group.first { $0.name == name }?.value ?? "" }

    func place(over session: PlatformSession) async throws -> Destination {
        try await session.prepare(
            DestinationPlan(name: "Conformance", group: group("group"), admin: group("admin")))
    }

    /// Courses by their numbers.
    func courses(_ count: Int, over session: PlatformSession) -> [DeliveryItem] {
        (1...count).map { session.item(for: LearningObject.conformance($0)) }
    }

    func verify(over session: PlatformSession) async throws {
        try await session.verify(group: group("group"), admin: group("admin"))
    }
}

extension LearningObject {
    static func conformance(_ number: Int, name: String = "Course") -> LearningObject {
        var object = LearningObject()
        object.externalID = "conformance-\(number)"
        object.name = "\(name) \(number)"
        object.launchURL = "https://provider.example/launch/\(number)"
        return object
    }
}

/// The network of a platform, watched, and broken on purpose.
final class PlatformTap: HTTPClient {
    enum Action {
        case pass
        /// The request does not arrive.
        case lose
        /// The request arrives, and its answer does not.
        case loseAnswer
        case answer(HTTPResponse)
    }
    typealias Script = @Sendable (HTTPRequest) -> Action

    private let base: any HTTPClient
    private let state = Mutex((script: Script?.none, requests: [HTTPRequest](), statuses: [Int]()))

    init(_ base: any HTTPClient) { self.base = base }

    var requests: [HTTPRequest] { state.withLock(\.requests) }
    var statuses: [Int] { state.withLock(\.statuses) }
    func run(_ script: Script?) { state.withLock { $0.script = script } }

    func send(_ request: HTTPRequest) async throws(Failure) -> HTTPResponse {
        let script = state.withLock { state in
            state.requests.append(request)
            return state.script
        }
        let lost = Failure.transient("the connection was broken on purpose")
        switch script?(request) ?? .pass {
        case .lose: throw lost
        case .answer(let response): return response
        case .pass, .loseAnswer: break
        }
        let response = try await base.send(request)
        state.withLock { $0.statuses.append(response.status) }
        if case .loseAnswer? = script?(request) { throw lost }
        return response
    }
}

extension HTTPRequest {
    /// Whether it carries an item.
    func holds(_ item: DeliveryItem) -> Bool {
        String(decoding: body ?? [], as: UTF8.self).contains(item.payload)
    }
}
