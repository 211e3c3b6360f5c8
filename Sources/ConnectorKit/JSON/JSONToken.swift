/// A value or name that ``JSONScanner`` read.
struct JSONToken {
    /// The raw values are part of digests, so they must never change.
    enum Kind: UInt8 {
        case text = 1
        case number, `true`, `false`, null, object, list
    }

    let kind: Kind
    /// The characters between the quotes of a text, or the number as written. Unused for other kinds.
    let range: Range<Int>
    /// Whether a text holds escapes.
    var escaped = false
}

extension JSONScanner {
    /// Returns the value, with text decoded.
    func value(_ token: JSONToken) -> SourceValue {
        switch token.kind {
        case .text: .text(text(token))
        case .number: .number(String(decoding: bytes[token.range], as: UTF8.self))
        case .true: .boolean(true)
        case .false: .boolean(false)
        case .null: .null
        case .object: .composite("an object")
        case .list: .composite("a list")
        }
    }

    /// Reads a whole value. For an object or list the result names only its kind.
    mutating func value() throws(JSONFault) -> SourceValue {
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            let token = JSONToken(
                kind: byte == UInt8(ascii: "{") ? .object : .list, range: position..<position)
            try skip()
            return value(token)
        default:
            return value(try scalar())
        }
    }
}
