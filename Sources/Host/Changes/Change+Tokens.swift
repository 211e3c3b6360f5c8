package import ConnectorKit
package import Foundation
import Model
import Runtime
import Store

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

extension HostRuntime {
    /// Makes a token.
    ///
    /// - Parameter lifetime: seconds until it expires; nil: never.
    /// - Returns: the token and its text, which is nowhere kept and cannot be had again.
    /// - Throws: ``ChangeRefusal/taken(_:)``, ``ChangeRefusal/invalid(_:)``, ``StoreError``.
    package func createToken(
        name: String, role: Role, groups: [String], lifetime: TimeInterval?
    ) async throws -> (token: APIToken, text: Secret) {
        guard !name.trimmed.isEmpty else {
            throw ChangeRefusal.invalid("the name is empty; say whose token it is")
        }
        if let problem = name.forbiddenCharacter { throw ChangeRefusal.invalid("the name \(problem)") }
        let now = now
        let text = Self.tokenText { context.environment.randomText() }
        let stored = try await store.addToken(
            name: name, role: role.rawValue, groups: groups, hash: Self.hash(text), at: now,
            expires: lifetime.map(now.addingTimeInterval))
        guard let token = stored.flatMap(APIToken.init) else {
            throw ChangeRefusal.taken(
                "a token called \"\(name)\" is in use; revoke it or choose another name")
        }
        return (token, Secret(text))
    }
}
