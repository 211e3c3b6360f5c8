import Crypto
import Foundation

/// The signature of a call as many services write it, `t=<unix seconds>,v1=<hex>`: HMAC-SHA256 of the seconds, a dot and
/// the raw body.
package enum CallSignature {
    package static func value(of body: [UInt8], secret: String, seconds: Int64) -> String {
        var code = HMAC<SHA256>(key: SymmetricKey(data: Data(secret.utf8)))
        code.update(data: Data("\(seconds).".utf8))
        code.update(data: Data(body))
        let digits = code.finalize().map { byte in
            let hex = String(byte, radix: 16)
            return hex.count == 1 ? "0" + hex : hex
        }
        return "t=\(seconds),v1=\(digits.joined())"
    }
}
