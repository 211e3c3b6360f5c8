package import ConnectorKit
package import Foundation
package import Host
package import Logging
import Store
import Synchronization
import Transport

/// A clock that a test advances.
package final class TestTime: Sendable {
    private let seconds = Mutex(1_800_000_000.0)

    package init() {}

    package var now: Date { Date(timeIntervalSince1970: seconds.withLock { $0 }) }
    package func pass(_ interval: TimeInterval) { seconds.withLock { $0 += interval } }
}

/// Refuses every request.
package struct NoNetwork: HTTPClient {
    package func send(_ request: HTTPRequest) async throws(Failure) -> HTTPResponse {
        throw .fatal("the tests have no network")
    }
}

extension Outside {
    package static func withoutNetwork(_ time: TestTime) -> Outside {
        Outside(
            network: { Network(client: NoNetwork()) }, clock: ContinuousClock(), now: { time.now },
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
