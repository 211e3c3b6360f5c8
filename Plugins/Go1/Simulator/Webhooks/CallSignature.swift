import Crypto
import Foundation

/// `Go1-Signature`: HMAC-SHA256 of the seconds, a dot and the raw body (rule G13).
enum CallSignature {
    static let header = "Go1-Signature"

    static func value(of body: [UInt8], secret: String, seconds: Int64) -> String {
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
