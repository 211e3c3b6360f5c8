/// A query string: names and values percent-encoded as RFC 3986 asks.
public struct URLQuery: Sendable {
    private var parts: [String] = []

    public init() {}

    /// Appends one `name=value`; a name may be given several times, as in `type[]`.
    public mutating func add(_ name: String, _ value: some CustomStringConvertible) {
        parts.append("\(Self.encode(name))=\(Self.encode(value.description))")
    }

    /// The query with its leading `?`, or nothing.
    public var text: String { parts.isEmpty ? "" : "?" + parts.joined(separator: "&") }

    /// A form body (`application/x-www-form-urlencoded`).
    public var form: [UInt8] { Array(parts.joined(separator: "&").utf8) }

    /// Brackets stay readable: servers that know `type[]` take both spellings.
    private static func encode(_ text: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "["), UInt8(ascii: "]"):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let hex = String(byte, radix: 16, uppercase: true)
                encoded += hex.count == 1 ? "%0\(hex)" : "%\(hex)"
            }
        }
        return encoded
    }
}
