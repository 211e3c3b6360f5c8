/// Control characters, which XML forbids and repositories send all the same.
///
/// They pass the parser as the noncharacters U+FDD0 to U+FDEF, which XML allows, and become themselves again in
/// the text that is reported, so that its reader decides about them.
enum XMLControls {
    /// The first two of the three bytes of U+FDD0 to U+FDEF in UTF-8. The third is 90 to AF.
    private static let lead: [UInt8] = [0xEF, 0xB7]

    /// Returns the document with its control characters in disguise. UTF-16 is returned unchanged.
    static func disguised(_ bytes: [UInt8]) -> [UInt8] {
        guard let end = bytes.lastIndex(of: UInt8(ascii: ">")), bytes.prefix(2) != [0x3C, 0],
            let first = bytes.first, ![0, 0xFE, 0xFF].contains(first),
            bytes[..<end].contains(where: isForbidden) || bytes.contains(UInt8(ascii: "#"))
        else { return bytes }
        let head = String(decoding: bytes.prefix(200), as: UTF8.self).lowercased()
        let isUTF8 = !head.contains("encoding=") || head.contains("utf-8") || head.contains("utf8")
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + 64)
        var rest = bytes[..<end]
        while let special = rest.firstIndex(where: { isForbidden($0) || $0 == UInt8(ascii: "&") }) {
            result += rest[..<special]
            rest = rest[special...]
            if let byte = rest.first, byte != UInt8(ascii: "&") {
                result += isUTF8 ? lead + [0x90 + byte] : Array(reference(to: byte).utf8)
                rest = rest.dropFirst()
            } else if rest.dropFirst().first == UInt8(ascii: "#"), let reference = CharacterReference(rest),
                let value = reference.scalars.first?.value, value < 0x20, isForbidden(UInt8(value))
            {
                result += Self.reference(to: UInt8(value)).utf8
                rest = rest.dropFirst(reference.length)
            } else {
                result.append(UInt8(ascii: "&"))
                rest = rest.dropFirst()
            }
        }
        return result + rest + bytes[end...]
    }

    /// Returns text with its control characters as themselves.
    static func restored(_ text: [UInt8]) -> [UInt8] {
        guard text.contains(lead[1]) else { return text }
        var result: [UInt8] = []
        var rest = text[...]
        while let byte = rest.popFirst() {
            if byte == lead[0], rest.first == lead[1], let third = rest.dropFirst().first,
                0x90...0xAF ~= third
            {
                result.append(third - 0x90)
                rest = rest.dropFirst(2)
            } else {
                result.append(byte)
            }
        }
        return result
    }

    private static func reference(to byte: UInt8) -> String { "&#x\(String(0xFDD0 + Int(byte), radix: 16));" }

    private static func isForbidden(_ byte: UInt8) -> Bool {
        byte < 0x20 && byte != 0x09 && byte != 0x0A && byte != 0x0D
    }
}
