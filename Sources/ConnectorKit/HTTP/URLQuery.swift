/// A query string. Names and values are percent-encoded (RFC 3986).
public struct URLQuery: Sendable {
    private var parts: [String] = []

    public init() {}

    /// The parameters in the order of the literal: `["limit": 50, "page": 3]`. Those that are nil are left out.
    public init(_ parameters: KeyValuePairs<String, (any CustomStringConvertible)?>) {
        for (name, value) in parameters {
            if let value { add(name, value.description) }
        }
    }

    /// Appends `name=value`. A name may occur several times, as in `type[]`.
    public mutating func add(_ name: String, _ value: some CustomStringConvertible) {
        parts.append("\(Self.encode(name))=\(Self.encode(value.description))")
    }

    /// The query with its leading `?`, or an empty string.
    public var text: String { parts.isEmpty ? "" : "?" + parts.joined(separator: "&") }

    /// A form body (`application/x-www-form-urlencoded`).
    public var form: [UInt8] { Array(parts.joined(separator: "&").utf8) }

    /// Returns a text as a path component or a value of a form has it.
    public static func encoded(_ text: String) -> String { encode(text) }

    /// Brackets stay as they are: servers that know `type[]` accept both spellings.
    private static func encode(_ text: String) -> String {
        guard !text.utf8.allSatisfy(isPlain) else { return text }
        let digits = Array("0123456789ABCDEF".utf8)
        var encoded: [UInt8] = []
        for byte in text.utf8 {
            if isPlain(byte) {
                encoded.append(byte)
            } else {
                encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "["), UInt8(ascii: "]"):
            true
        default: false
        }
    }
}
