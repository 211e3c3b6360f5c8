import ConnectorKit
import Foundation
import Model

extension Change where Value == (token: APIToken, text: Secret) {
    /// Makes a token for the API and the console.
    ///
    /// - Parameters:
    ///   - groups: the ids of the groups it is limited to; empty: all.
    ///   - days: until it expires; nil: never.
    package static func createToken(name: String, role: Role, groups: [String], days: Int?) -> Change {
        Change("createToken", of: "/tokens", after: { .object(Record($0.token, at: $0.token.created)) }) {
            host in
            try await host.createToken(
                name: name, role: role, groups: groups, lifetime: days.map { TimeInterval($0) * 86400 })
        }
    }
}

extension Change where Value == Void {
    package static func revokeToken(_ token: APIToken, on host: HostRuntime) -> Change {
        Change(
            "revokeToken", of: "/tokens/\(token.id)", before: .object(Record(token, at: host.now)),
            after: {
                try await host.tokens().first { $0.id == token.id }.map { .object(Record($0, at: host.now)) }
                    ?? .null
            }
        ) { try await $0.revoke(token) }
    }
}
