package import ConnectorKit
package import ConfigurationFiles
import Crypto
import Foundation

extension ConfiguredConnection {
    /// Asks the provider for as little as shows that address, credentials and permissions are right, for each of its
    /// capabilities.
    package func verify(over environment: HostEnvironment) async throws(Failure) {
        try await verify(over: environment.session(to: self))
    }

    /// The same over a session, which is closed then.
    package func verify(over session: ProviderSession) async throws(Failure) {
        defer { session.close() }
        for capability in provider.capabilities {
            do throws(Failure) {
                try await session.answer(to: "asking the service") { () async throws(Failure) in
                    try await provider.verify(capability, of: session.connection(settings))
                }
            } catch {
                throw error.mapMessage { capability.refusal + session.hidingSecrets($0).clipped }
            }
        }
    }

    /// Equal for equal settings, and salted, so that it tells nothing of a secret.
    func key(salt: String) -> String { Self.key(provider.descriptor.id, settings, salt: salt) }

    package static func key(_ provider: String, _ settings: Settings, salt: String) -> String {
        var hash = SHA256()
        func add(_ text: String) { hash.update(data: Data("\(text.utf8.count):\(text)".utf8)) }
        add(salt)
        add(provider)
        for (name, value) in settings.plain.sorted(by: { $0.key < $1.key }) {
            add(name)
            add(value)
        }
        for name in settings.secretNames {
            add(name)
            add(settings.secret(name)?.reveal() ?? "")
        }
        return Data(hash.finalize()).base64EncodedString()
    }
}

extension Capability {
    /// What a message begins with about this capability; nothing about the catalog, which is tried first.
    fileprivate var refusal: String { self == .catalog ? "" : "\(rawValue): " }
}
