package import ConnectorKit
import Crypto
import Foundation

/// A provider with one set of settings, and the deployments that share it.
package struct ConfiguredConnection: Sendable {
    package let provider: any Provider
    package let settings: Settings
    package internal(set) var deployments: [DeploymentConfiguration]

    /// Asks the provider for as little as shows that address and credentials are right.
    package func verify(over outside: Outside) async throws(Failure) {
        guard let provider = provider as? any CatalogProvider else { return }
        let line = outside.line(to: self)
        defer { line.cut() }
        let connection = Connection(settings: settings, client: line.client)
        do throws(Failure) {
            try await line.answer(to: "asking the service") { () async throws(Failure) in
                try await provider.verify(connection)
            }
        } catch {
            throw error.mapMessage { line.hidingSecrets($0).clipped }
        }
    }

    /// Equal for equal settings, and salted, so that it tells nothing of a secret.
    func key(salt: String) -> String { Self.key(provider.descriptor.id, settings, salt: salt) }

    static func key(_ provider: String, _ settings: Settings, salt: String) -> String {
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

extension Configuration {
    /// The connections of the deployments that are switched on: those with equal settings share one.
    ///
    /// - Parameters:
    ///   - group: only connections that this group uses.
    ///   - provider: only connections of this provider.
    package func connections(
        of registry: ProviderRegistry, group: String? = nil, provider: String? = nil
    ) -> [ConfiguredConnection] {
        var found: [ConfiguredConnection] = []
        for deployment in deployments
        where deployment.enabled && provider ?? deployment.provider == deployment.provider {
            guard let module = registry[deployment.provider] else { continue }
            let index = found.firstIndex {
                $0.provider.descriptor.id == deployment.provider && $0.settings == deployment.settings
            }
            if let index {
                found[index].deployments.append(deployment)
            } else {
                found.append(
                    ConfiguredConnection(
                        provider: module, settings: deployment.settings, deployments: [deployment]))
            }
        }
        guard let group else { return found }
        return found.filter { $0.deployments.contains { $0.group == group } }
    }
}
