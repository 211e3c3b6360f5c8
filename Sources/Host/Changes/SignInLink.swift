package import ConfigurationFiles
package import ConnectorKit
package import Foundation
import Model
import Runtime
import Store

/// A link that signs in once. Whoever opens it gets a session, and sees the token for the next time (rule R14).
package struct SignInLink: Sendable {
    /// How long it can be opened (our decision).
    package static let lifetime: TimeInterval = 24 * 3_600

    /// The last part of its path; it is nowhere kept.
    let code: Secret

    /// - Parameter origin: where the host is reached, such as `https://connect.example.com`.
    package func address(at origin: String) -> String { "\(origin)/sign-in/\(code.reveal())" }
}

extension HostRuntime {
    /// Makes a link that signs in with a token; a link that was made for it before opens nothing any more.
    package func link(to token: APIToken) async throws -> SignInLink {
        let code = Self.tokenText { context.environment.randomText() }
        try await store.addLink(
            to: token.id, hash: Self.hash(code), expires: now.addingTimeInterval(SignInLink.lifetime))
        return SignInLink(code: Secret(code))
    }

    /// Opens a link, which then opens nothing any more.
    ///
    /// - Returns: its token, and the token's text from now on; nil if the link was opened before, has expired, or its
    ///   token opens nothing any more.
    package func open(link code: String) async throws -> (token: APIToken, text: Secret)? {
        let text = Self.tokenText { context.environment.randomText() }
        let stored = try await store.openLink(hash: Self.hash(code), token: Self.hash(text), at: now)
        guard let token = stored.flatMap(APIToken.init), token.state(at: now) == .active else { return nil }
        return (token, Secret(text))
    }

    /// A link for the person who sets the host up; nil if somebody has a token that may change everything.
    ///
    /// - Parameter actor: whom the audit trail names, should a token be made for it.
    /// - Throws: ``StoreError``; ``ChangeRefusal`` if a token that may do less has the name.
    package func firstLink(by actor: ChangeActor) async throws -> SignInLink? {
        let unopened = try await store.unopenedTokens()
        let admins = try await tokens().filter {
            $0.state(at: now) == .active && $0.role == .admin && $0.groups.isEmpty
        }
        guard admins.allSatisfy({ unopened.contains($0.id) }) else { return nil }
        let name = "set-up"
        if let made = admins.first(where: { $0.name == name }) { return try await link(to: made) }
        let change = Change.createToken(name: name, role: .admin, groups: [], days: nil)
        return try await link(to: try await perform(change, by: actor).token)
    }
}

extension HostConfiguration {
    /// Where people reach the host by a browser: what the file says, or the address that it listens on.
    ///
    /// - Parameter address: the address with the port it has; nil for the one in the file.
    /// - Returns: nil if the port is not known before the host listens.
    package func origin(listeningOn address: ListenAddress? = nil) -> String? {
        if let publicURL { return publicURL }
        let address = address ?? listen
        guard address.port != 0 else { return nil }
        // Every address of the machine is none that a browser takes.
        let isAny = ["0.0.0.0", "::"].contains(address.host)
        return "http://\(isAny ? ListenAddress(host: "localhost", port: address.port) : address)"
    }
}
