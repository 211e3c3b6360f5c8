import ConnectorKit
import Foundation
import Go1Simulator
import ThreeSixtyLearningSimulator
import SimulatorSupport
import Testing
import TestSupport

/// A sandbox whose host delivers to a simulated 360Learning.
struct DeliverySandbox: Sendable {
    let sandbox: Sandbox
    let platform: LMSPlatform
    private let platformURL: String

    /// - Parameter environment: of the host.
    static func with(
        items: Int, environment: String = "production",
        _ change: @escaping (inout Go1Portal.Options) -> Void = { _ in },
        _ body: @escaping @Sendable (DeliverySandbox) async throws -> Void
    ) async throws {
        let platform = LMSPlatform()
        try await Sandbox.with(items: items, change) { sandbox in
            try await served(by: { try await platform.serve(ready: $0) }) { site in
                let home = DeliverySandbox(sandbox: sandbox, platform: platform, platformURL: site.url)
                try home.configure(environment)
                try await body(home)
            }
        }
    }

    private func configure(_ environment: String) throws {
        try configure("environment: \(environment)", "http: { listen: 127.0.0.1:0 }")
        try write { _ in }
    }

    /// Writes the host's file.
    ///
    /// - Parameters:
    ///   - lines: what it says beside the platform.
    ///   - url: of a platform; nil for that of the sandbox.
    func configure(_ lines: String..., platform url: String? = nil) throws {
        try sandbox.write(
            lines.joined(separator: "\n") + """

                lms:
                  360learning:
                    url: \(url ?? platformURL)
                    client_id: lms-sandbox
                    client_secret: lms-sandbox-secret

                """, to: "tributary.yaml")
    }

    static let group = Group.sales.id

    /// Writes the group's file.
    func write(_ change: (inout Sandbox.Group) -> Void) throws {
        var group = Sandbox.Group()
        group.id = Self.group
        change(&group)
        let text = group.text.replacing(
            "name: Sales Academy\n", with: "name: Sales Academy\nadmin: \(User.admin.mail)\n")
        try sandbox.write(text, to: "providers/sales.yaml")
    }

    /// Faults of the platform from now on.
    func strike(_ faults: String...) throws {
        platform.setFaults(try faults.map { try FaultRule($0) })
    }

    /// The courses that came to the platform, by external id.
    var delivered: [ThreeSixtyLearningSimulator.ExternalCourse] {
        platform.integrations.dropFirst().flatMap { platform.courses(of: $0.id) }
            .sorted { $0.externalID < $1.externalID }
    }

    /// The external ids of those that are active there.
    var activeThere: [String] { delivered.filter { !$0.isArchived }.map(\.externalID) }

    /// The external ids of those that are to be active there.
    func active() async throws -> [String] {
        try await sandbox.courses(of: Self.group).filter { !$0.archived }.map(\.externalId).sorted()
    }

    /// What was printed, with what differs from run to run made equal: addresses, times, sizes.
    func told(_ text: String) -> String {
        text.replacing(platformURL, with: "LMS").replacing(/\d{4}-\d\d-\d\d \d\d:\d\d/, with: "DATE AND TIME")
            .replacing(/\d+\.\d (kB|MB)/, with: "SIZE").replacing(/\d+ bytes/, with: "SIZE")
            .replacing(/sent        \d+ requests?/, with: "sent        REQUESTS")
    }
}
