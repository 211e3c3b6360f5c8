/// Writes JSON text.
struct WireWriter {
    private(set) var bytes: [UInt8] = []
    /// v2 writes `\/` for a slash, as the recorded listing shows; the gateway does not.
    let escapesSlashes: Bool

    init(escapesSlashes: Bool, capacity: Int = 0) {
        self.escapesSlashes = escapesSlashes
        bytes.reserveCapacity(capacity)
    }

    static func bytes(of value: WireValue, escapesSlashes: Bool = false) -> [UInt8] {
        var writer = WireWriter(escapesSlashes: escapesSlashes)
        writer.write(value)
        return writer.bytes
    }

    mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

    mutating func write(_ value: WireValue) {
        switch value {
        case .null: raw("null")
        case .boolean(let flag): raw(flag ? "true" : "false")
        case .number(let digits): raw(digits)
        case .text(let text): write(text: text)
        case .list(let elements):
            raw("[")
            for (index, element) in elements.enumerated() {
                if index > 0 { raw(",") }
                write(element)
            }
            raw("]")
        case .object(let members):
            raw("{")
            for (index, member) in members.enumerated() {
                if index > 0 { raw(",") }
                write(text: member.name)
                raw(":")
                write(member.value)
            }
            raw("}")
        }
    }

    private mutating func write(text: String) {
        raw("\"")
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): raw("\\\"")
            case UInt8(ascii: "\\"): raw("\\\\")
            case UInt8(ascii: "\n"): raw("\\n")
            case UInt8(ascii: "\r"): raw("\\r")
            case UInt8(ascii: "\t"): raw("\\t")
            case UInt8(ascii: "/") where escapesSlashes: raw("\\/")
            case 0..<0x20:
                let hex = String(byte, radix: 16)
                raw(hex.count == 1 ? "\\u000\(hex)" : "\\u00\(hex)")
            default: bytes.append(byte)
            }
        }
        raw("\"")
    }
}
