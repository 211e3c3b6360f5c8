import Crypto
package import Foundation
import Model
import Runtime
package import Store

/// What a token allows: everything, or looking only.
package enum Role: String, Sendable, CaseIterable {
    case admin, viewer
}

/// Access to the API and the console, for one person or program.
package struct APIToken: Sendable, Equatable {
    package let id: Int64
    package let name: String
    package let role: Role
    /// The ids of the groups it is limited to; empty: all.
    package let groups: [String]
    package let created: Date
    package let expires: Date?
    package let revoked: Date?

    /// Nil if the role is one this version does not know: such a token allows nothing.
    init?(_ stored: StoredToken) {
        guard let role = Role(rawValue: stored.role) else { return nil }
        id = stored.id
        name = stored.name
        self.role = role
        groups = stored.groups
        created = stored.created
        expires = stored.expires
        revoked = stored.revoked
    }

    package enum State: String, Sendable { case active, expired, revoked }

    package func state(at time: Date) -> State {
        if revoked != nil { return .revoked }
        if let expires, expires <= time { return .expired }
        return .active
    }

    /// Whether it opens what belongs to a group; nil is what belongs to all of them.
    package func covers(group: String?) -> Bool {
        groups.isEmpty || group.map(groups.contains) ?? false
    }
}

extension HostRuntime {
    /// All tokens, oldest first, whatever their state.
    package func tokens() async throws(StoreError) -> [APIToken] {
        try await store.tokens().compactMap(APIToken.init)
    }

    package func revoke(_ token: APIToken) async throws(StoreError) {
        try await store.revokeToken(token.id, at: now)
    }

    /// The token a caller holds, where it is one of ours and still good.
    ///
    /// It is found by its hash: how long that takes tells something of hashes, and nothing of tokens.
    package func token(presented text: String) async throws(StoreError) -> APIToken? {
        guard let stored = try await store.token(hash: Self.hash(text)), let token = APIToken(stored),
            token.state(at: now) == .active
        else { return nil }
        return token
    }

    /// 244 random bits behind a prefix by which scanners of leaked secrets can know it (our decision).
    static func tokenText(_ random: () -> String) -> String {
        "tributary_" + (random() + random()).replacing("-", with: "").lowercased()
    }

    /// A fast hash is enough for what nobody can guess.
    static func hash(_ text: String) -> [UInt8] { Array(SHA256.hash(data: Data(text.utf8))) }
}
