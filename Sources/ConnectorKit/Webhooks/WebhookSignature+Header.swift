import Foundation

extension WebhookSignature {
    /// Reads a signature as many services write it, `t=<unix seconds>,v1=<hex>`: the HMAC-SHA256 of `t`, a dot and the raw
    /// body. Several `v1` are accepted, as while a secret is changed. Members with other names belong to unknown versions
    /// and are ignored.
    ///
    /// - Parameter name: The name of the header field, such as `Acme-Signature`.
    /// - Returns: Nil unless there is exactly one such field with exactly one time and at least one code.
    public init?(_ name: String, of headers: [HTTPHeader]) {
        let values = headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
        guard values.count == 1 else { return nil }
        var times: [Substring] = []
        var codes: [[UInt8]] = []
        for part in values[0].split(separator: ",", omittingEmptySubsequences: false) {
            let halves = String(part).trimmed.split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard halves.count == 2 else { return nil }
            switch halves[0] {
            case "t": times.append(halves[1])
            case "v1": if let code = Self.bytes(halves[1]) { codes.append(code) }
            default: break
            }
        }
        guard times.count == 1, let time = times.first, (1...12).contains(time.utf8.count),
            time.utf8.allSatisfy({ (48...57).contains($0) }), let seconds = Double(time), !codes.isEmpty
        else { return nil }
        self.init(
            signedAt: Date(timeIntervalSince1970: seconds), prefix: Array("\(time).".utf8), codes: codes)
    }

    /// Returns the bytes of hexadecimal digits; nil if the text is malformed.
    private static func bytes(_ hex: Substring) -> [UInt8]? {
        let digits = Array(hex.utf8)
        guard !digits.isEmpty, digits.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = digit(digits[index]), let low = digit(digits[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func digit(_ character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): character - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
