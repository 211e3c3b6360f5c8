/// Reads and validates JSON (RFC 8259) from bytes, one step at a time.
///
/// The pointer must outlive the scanner: use the scanner within one `withUnsafeBufferPointer`.
struct JSONScanner {
    /// The same depth as Foundation. It also bounds the recursion of ``skip()``.
    static let maximumDepth = 512

    let bytes: UnsafeRawBufferPointer
    var position = 0
    private var depth = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = UnsafeRawBufferPointer(bytes)
    }

    /// The byte at the position; 0 at the end, since 0 begins nothing in JSON.
    @inline(__always)
    var byte: UInt8 { position < bytes.count ? bytes[position] : 0 }

    // MARK: - The whole text

    /// Moves to the first value. Skips a byte order mark, as RFC 8259 section 8.1 allows.
    mutating func begin() {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        skipSpace()
    }

    /// Checks that only white space follows.
    mutating func end() throws(JSONFault) {
        skipSpace()
        guard position == bytes.count else { throw expected("the end") }
    }

    @inline(__always)
    mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position &+= 1
            default: return
            }
        }
    }

    // MARK: - Objects and lists

    /// Enters the object or list whose bracket is at the position.
    mutating func open() throws(JSONFault) {
        depth += 1
        guard depth <= Self.maximumDepth else {
            throw fault("lists and objects are nested more than \(Self.maximumDepth) deep")
        }
        position += 1
    }

    /// Reads the name of the next member and moves to its value; nil after the last one.
    mutating func nextName(_ isFirst: inout Bool) throws(JSONFault) -> JSONToken? {
        skipSpace()
        if byte == UInt8(ascii: "}") {
            close()
            return nil
        }
        if !isFirst {
            guard byte == UInt8(ascii: ",") else { throw expected("\",\" or \"}\"") }
            position += 1
            skipSpace()
        }
        guard byte == UInt8(ascii: "\"") else {
            throw expected(isFirst ? "a member's name or \"}\"" : "a member's name")
        }
        isFirst = false
        let name = try string()
        skipSpace()
        guard byte == UInt8(ascii: ":") else { throw expected("\":\"") }
        position += 1
        skipSpace()
        return name
    }

    /// Moves to the next element; false after the last one.
    mutating func nextElement(_ isFirst: inout Bool) throws(JSONFault) -> Bool {
        skipSpace()
        if byte == UInt8(ascii: "]") {
            close()
            return false
        }
        if !isFirst {
            guard byte == UInt8(ascii: ",") else { throw expected("\",\" or \"]\"") }
            position += 1
            skipSpace()
        }
        isFirst = false
        return true
    }

    private mutating func close() {
        depth -= 1
        position += 1
    }

    /// Skips and validates any value.
    mutating func skip() throws(JSONFault) {
        var isFirst = true
        switch byte {
        case UInt8(ascii: "{"):
            try open()
            while try nextName(&isFirst) != nil { try skip() }
        case UInt8(ascii: "["):
            try open()
            while try nextElement(&isFirst) { try skip() }
        default:
            _ = try scalar()
        }
    }

    // MARK: - Scalars

    /// Reads a text, a number, true, false or null.
    @inline(__always)
    mutating func scalar() throws(JSONFault) -> JSONToken {
        switch byte {
        case UInt8(ascii: "\""): try string()
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): try number()
        case UInt8(ascii: "t"): try literal("true", .true)
        case UInt8(ascii: "f"): try literal("false", .false)
        case UInt8(ascii: "n"): try literal("null", .null)
        default: throw expected("a value")
        }
    }

    private mutating func literal(
        _ word: StaticString, _ kind: JSONToken.Kind
    ) throws(JSONFault) -> JSONToken {
        let start = position
        for index in 0..<word.utf8CodeUnitCount {
            guard byte == word.utf8Start[index] else { throw expected("\"\(word)\"") }
            position += 1
        }
        return JSONToken(kind: kind, range: start..<position)
    }

    private mutating func number() throws(JSONFault) -> JSONToken {
        let start = position
        if byte == UInt8(ascii: "-") { position += 1 }
        if byte == UInt8(ascii: "0") { position += 1 } else { try digits() }
        if byte == UInt8(ascii: ".") {
            position += 1
            try digits()
        }
        if byte | 0x20 == UInt8(ascii: "e") {
            position += 1
            if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { position += 1 }
            try digits()
        }
        return JSONToken(kind: .number, range: start..<position)
    }

    private mutating func digits() throws(JSONFault) {
        let start = position
        while (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        guard position > start else { throw expected("a digit") }
    }
}
