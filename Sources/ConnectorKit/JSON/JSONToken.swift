/// A value or name as ``JSONScanner`` met it.
struct JSONToken {
    /// The raw values take part in digests: they never change.
    enum Kind: UInt8 {
        case text = 1
        case number, `true`, `false`, null, object, list
    }

    let kind: Kind
    /// The characters between the quotes of a text, the number as written; of no use to other kinds.
    let range: Range<Int>
    /// Whether a text holds escapes.
    var escaped = false
}

extension JSONScanner {
    /// The value with its text decoded.
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

    /// Reads a value, all of it; of an object or list only what it is.
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
