import ConnectorKit
import Crypto
import Foundation

/// Whether a call was signed by one who has the secret, a moment ago.
struct SignatureCheck: Sendable {
    /// How far a stamp may be away, either way (rule W4).
    static let tolerance: TimeInterval = 60

    /// Any of them is right.
    let secrets: [Secret]
    let now: Date

    /// Checks the signature over the bytes as they came.
    ///
    /// The code is checked before the stamp: that a stamp is stale is told only to who has the secret. Codes
    /// are compared in constant time.
    func check(_ signature: WebhookSignature?, of body: [UInt8]) throws(WebhookRefusal) {
        guard let signature, !signature.codes.isEmpty else { throw .unsigned }
        var isRight = false
        for secret in secrets {
            var code = HMAC<SHA256>(key: SymmetricKey(data: Data(secret.reveal().utf8)))
            code.update(data: signature.prefix)
            code.update(data: body)
            let expected = code.finalize()
            for given in signature.codes where expected == given { isRight = true }
        }
        guard isRight else { throw .wrongSignature }
        guard abs(now.timeIntervalSince(signature.signedAt)) <= Self.tolerance else { throw .stale }
    }
}
