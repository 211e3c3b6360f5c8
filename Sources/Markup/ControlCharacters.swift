/// Returns the control characters that cleaning removes from a text, also those written as references: all but
/// tab, line feed and carriage return, with U+FFFE and U+FFFF, which XML forbids (rule M14).
package func controlCharacters(in text: String) -> [Unicode.Scalar] {
    var found: [Unicode.Scalar] = []
    var text = text
    text.withUTF8 { bytes in
        guard bytes.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == 0xC2 || $0 == 0xEF || $0 == 0x26 })
        else {
            return
        }
        var rest = bytes[...]
        while let special = rest.firstIndex(where: { $0 < 0x20 || $0 >= 0x7F || $0 == UInt8(ascii: "&") }) {
            rest = rest[special...]
            if rest.first == UInt8(ascii: "&") {
                let reference = CharacterReference(rest)
                found += (reference?.scalars ?? []).filter(\.isDropped)
                rest = rest.dropFirst(reference?.length ?? 1)
            } else {
                var decoder = UTF8()
                var bytes = rest.makeIterator()
                guard case .scalarValue(let scalar) = decoder.decode(&bytes) else { return }
                if scalar.isDropped { found.append(scalar) }
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
}
