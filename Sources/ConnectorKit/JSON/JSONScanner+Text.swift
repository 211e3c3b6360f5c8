extension JSONScanner {
    /// Reads the text whose opening quote is at the position.
    mutating func string() throws(JSONFault) -> JSONToken {
        position &+= 1
        let start = position
        var escaped = false
        while true {
            skipPlain()
            switch byte {
            case UInt8(ascii: "\""):
                position &+= 1
                return JSONToken(kind: .text, range: start..<position &- 1, escaped: escaped)
            case UInt8(ascii: "\\"):
                escaped = true
                try escape()
            case 0x80...:
                repeat { try sequence() } while byte >= 0x80
            case ..<0x20:
                throw position < bytes.count
                    ? expected("an escape for a control character")
                    : expected("a quotation mark to end the text")
            default:
                position &+= 1
            }
        }
    }

    /// Skips characters that need no check, eight at a time: ASCII except `"`, `\` and control characters.
    @inline(__always)
    private mutating func skipPlain() {
        let ones: UInt64 = 0x0101_0101_0101_0101
        while position &+ 8 <= bytes.count {
            let word = UInt64(
                littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
            let quote = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
            let backslash = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
            // The top bit of a byte is set if it is special. Borrows only disturb bytes after the first one.
            let special =
                ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash)
                | ((word &- ones &* 0x20) & ~word) | word
            let marks = special & (ones &* 0x80)
            guard marks == 0 else {
                position &+= marks.trailingZeroBitCount >> 3
                return
            }
            position &+= 8
        }
    }

    private mutating func escape() throws(JSONFault) {
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
            UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 1
        case UInt8(ascii: "u"):
            position += 1
            for _ in 0..<4 {
                guard Self.hexDigit(byte) != nil else { throw expected("four hexadecimal digits") }
                position += 1
            }
        default:
            throw expected("an escape such as \\n")
        }
    }

    /// Skips one character beyond ASCII: a well-formed sequence of Unicode's table 3-7.
    @inline(__always)
    private mutating func sequence() throws(JSONFault) {
        let first = byte
        let (length, second): (Int, ClosedRange<UInt8>)
        switch first {
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: throw expected("UTF-8")
        }
        guard position &+ length <= bytes.count, second.contains(bytes[position &+ 1]),
            length < 3 || bytes[position &+ 2] & 0xC0 == 0x80,
            length < 4 || bytes[position &+ 3] & 0xC0 == 0x80
        else { throw expected("UTF-8") }
        position &+= length
    }

    // MARK: - Decoding text

    /// Returns the characters of a text or a name.
    func text(_ token: JSONToken) -> String {
        guard token.escaped else { return String(decoding: bytes[token.range], as: UTF8.self) }
        return String(decoding: unescaped(token), as: UTF8.self)
    }

    /// Returns the UTF-8 bytes of a text with escapes.
    ///
    /// A lone surrogate becomes U+FFFD. RFC 8259 section 8.2 leaves this open. Our decision: a title that was
    /// truncated within an emoji must not cost its whole page.
    func unescaped(_ token: JSONToken) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(token.range.count)
        var index = token.range.lowerBound
        while index < token.range.upperBound {
            var plain = index
            while plain < token.range.upperBound, bytes[plain] != UInt8(ascii: "\\") { plain &+= 1 }
            result.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[index..<plain]))
            index = plain
            guard index < token.range.upperBound else { break }
            let letter = bytes[index + 1]
            index += 2
            switch letter {
            case UInt8(ascii: "b"): result.append(0x08)
            case UInt8(ascii: "f"): result.append(0x0C)
            case UInt8(ascii: "n"): result.append(0x0A)
            case UInt8(ascii: "r"): result.append(0x0D)
            case UInt8(ascii: "t"): result.append(0x09)
            case UInt8(ascii: "u"): result += String(character(&index, token.range.upperBound)).utf8
            default: result.append(letter)
            }
        }
        return result
    }

    /// Reads the digits after `\u`, and the other half of a surrogate pair if one follows.
    private func character(_ index: inout Int, _ end: Int) -> Unicode.Scalar {
        let unit = codeUnit(at: index)
        index += 4
        if let scalar = Unicode.Scalar(unit) { return scalar }
        guard unit < 0xDC00, index + 6 <= end, bytes[index] == UInt8(ascii: "\\"),
            bytes[index + 1] == UInt8(ascii: "u"), case let low = codeUnit(at: index + 2),
            (0xDC00...0xDFFF).contains(low)
        else { return "\u{FFFD}" }
        index += 6
        return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)) ?? "\u{FFFD}"
    }

    private func codeUnit(at index: Int) -> UInt32 {
        bytes[index..<index + 4].reduce(0) { $0 << 4 | UInt32(Self.hexDigit($1) ?? 0) }
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
