/// Returns the control characters that cleaning removes from a text, also those written as references: all but
/// tab, line feed and carriage return, with U+FFFE and U+FFFF, which XML forbids (rule M14).
///
/// - Parameter isLine: whether it is cleaned by ``lineText(_:)``, which removes marks of direction too.
package func controlCharacters(in text: String, isLine: Bool = false) -> [Unicode.Scalar] {
    var found: [Unicode.Scalar] = []
    var text = text
    text.withUTF8 { bytes in
        let isSuspect = bytes.contains { byte in
            byte < 0x20 || byte == 0x7F || byte == 0xC2 || byte == 0xEF || byte == 0x26
                || (isLine && (byte == 0xE2 || byte == 0xD8))
        }
        guard isSuspect else { return }
        func isRemoved(_ scalar: Unicode.Scalar) -> Bool {
            scalar.isDropped || (isLine && scalar.isDirectionMark)
        }
        var rest = bytes[...]
        while let special = rest.firstIndex(where: { $0 < 0x20 || $0 >= 0x7F || $0 == UInt8(ascii: "&") }) {
            rest = rest[special...]
            if rest.first == UInt8(ascii: "&") {
                let reference = CharacterReference(rest)
                found += (reference?.scalars ?? []).filter(isRemoved)
                rest = rest.dropFirst(reference?.length ?? 1)
            } else {
                var decoder = UTF8()
                var bytes = rest.makeIterator()
                guard case .scalarValue(let scalar) = decoder.decode(&bytes) else { return }
                if isRemoved(scalar) { found.append(scalar) }
                rest = rest.dropFirst(UTF8.width(scalar))
            }
        }
    }
    return found
}

extension Unicode.Scalar {
    /// Whether cleaning removes the character.
    var isDropped: Bool {
        switch value {
        case 0x09, 0x0A, 0x0D: false
        case 0..<0x20, 0x7F..<0xA0, 0xFFFE, 0xFFFF: true
        default: false
        }
    }

    /// Whether it sets the direction of the text around it (UAX 9, section 2), and shows nothing itself.
    package var isDirectionMark: Bool {
        switch value {
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
