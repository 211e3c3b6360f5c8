package import ConnectorKit
package import ConfigurationFiles
import Crypto
import Foundation

extension ConfiguredConnection {
    /// Asks the provider for as little as shows that address and credentials are right.
    package func verify(over environment: HostEnvironment) async throws(Failure) {
        try await verify(over: environment.session(to: self))
    }

    /// The same over a session, which is closed then.
    package func verify(over session: ProviderSession) async throws(Failure) {
        defer { session.close() }
        guard let provider = provider as? any CatalogProvider else { return }
        let connection = Connection(settings: settings, client: session.client)
        do throws(Failure) {
            try await session.answer(to: "asking the service") { () async throws(Failure) in
                try await provider.verify(connection)
            }
        } catch {
            throw error.mapMessage { session.hidingSecrets($0).clipped }
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
