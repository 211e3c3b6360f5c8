import ConnectorKit
import Foundation
package import Host
package import Logging
package import Runtime
import Store
package import TestSupport
import Transport

extension HostEnvironment {
    package static func withoutNetwork(_ time: TestDate) -> HostEnvironment {
        HostEnvironment(
            network: { _ in Network(client: NoNetwork()) }, clock: ContinuousClock(), now: { time.now },
            randomText: { UUID().uuidString }, randomFraction: { 0 })
    }
}

extension HostRuntime {
    /// Tokens by name: `admin`, `viewer`, and `guest`, an admin of `english` alone.
    package func testTokens() async throws -> [String: String] {
        var tokens: [String: String] = [:]
        for (name, role, groups) in [
            ("admin", Role.admin, []), ("viewer", .viewer, []), ("guest", .admin, ["english"]),
        ] {
            tokens[name] = try await createToken(name: name, role: role, groups: groups, lifetime: nil)
                .text.reveal()
        }
        return tokens
    }
}

extension Logger {
    package static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}
