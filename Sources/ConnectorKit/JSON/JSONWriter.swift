/// Writes JSON without line breaks and spaces.
package struct JSONWriter {
    package private(set) var bytes: [UInt8] = []
    private let escapesSlashes: Bool

    /// - Parameter escapesSlashes: Whether `/` is written as `\/`, as some services do.
    package init(escapesSlashes: Bool = false, capacity: Int = 0) {
        self.escapesSlashes = escapesSlashes
        bytes.reserveCapacity(capacity)
    }

    /// Writes characters as they are.
    package mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

    package mutating func write(_ value: JSONValue) {
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
        case .object(let object):
            raw("{")
            for (index, member) in object.members.enumerated() {
                if index > 0 { raw(",") }
                write(text: member.name)
                raw(":")
                write(member.value)
            }
            raw("}")
        }
    }

    private mutating func write(text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { utf8 in
            var start = 0
            for index in utf8.indices where needsEscape(utf8[index]) {
                bytes.append(contentsOf: utf8[start..<index])
                raw(Self.escape(utf8[index]))
                start = index + 1
            }
            bytes.append(contentsOf: utf8[start...])
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
            || escapesSlashes && byte == UInt8(ascii: "/")
    }

    private static func escape(_ byte: UInt8) -> String {
        switch byte {
        case UInt8(ascii: "\n"): return "\\n"
        case UInt8(ascii: "\r"): return "\\r"
        case UInt8(ascii: "\t"): return "\\t"
        case 0..<0x20:
            let hex = String(byte, radix: 16)
            return hex.count == 1 ? "\\u000\(hex)" : "\\u00\(hex)"
        default: return "\\" + String(Unicode.Scalar(byte))
        }
    }
}

extension JSONValue {
    /// The value as JSON without line breaks.
    package func bytes(escapingSlashes: Bool = false) -> [UInt8] {
        var writer = JSONWriter(escapesSlashes: escapingSlashes)
        writer.write(self)
        return writer.bytes
    }

    /// The value as JSON without line breaks.
    package var json: String { String(decoding: bytes(), as: UTF8.self) }
}
