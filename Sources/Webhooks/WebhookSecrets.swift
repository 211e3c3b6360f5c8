import ConnectorKit
import Crypto
import Foundation
import Model
import Store

/// The secrets a connection's provider signs its calls with: one a generation, derived when needed and never
/// stored (rule W10).
///
/// HKDF-SHA256 over the connection's own secret settings, with the store's salt: neither the store alone nor
/// the settings alone tell a secret. Where a provider has no secret setting the salt is all that is secret.
struct WebhookSecrets: Sendable {
    private let key: HashedAuthenticationCode<SHA256>
    private let name: String

    init(_ settings: Settings, provider: String, connection: ConnectionID, salt: String) {
        var material = Data()
        for name in settings.secretNames {
            // Lengths stand before texts, so that no two sets of settings run together to the same bytes.
            for text in [name, settings.secret(name)?.reveal() ?? ""] {
                material += Data("\(text.utf8.count):\(text)".utf8)
            }
        }
        key = HKDF<SHA256>.extract(
            inputKeyMaterial: SymmetricKey(data: material), salt: Data(salt.utf8))
        name = "tributary webhook \(provider) \(connection.name)"
    }

    /// The secret of a generation: 64 hexadecimal digits, the most that a provider is known to take.
    func secret(_ generation: Int) -> Secret {
        let secret = HKDF<SHA256>.expand(
            pseudoRandomKey: key, info: Data("\(name) \(generation)".utf8), outputByteCount: 32)
        let digits = Array("0123456789abcdef".utf8)
        let text = secret.withUnsafeBytes { bytes in
            bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        }
        return Secret(String(decoding: text, as: UTF8.self))
    }
}
