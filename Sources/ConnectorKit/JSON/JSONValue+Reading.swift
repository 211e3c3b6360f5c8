extension JSONValue {
    /// Reads the whole of `bytes`.
    package init(_ bytes: [UInt8]) throws(JSONFault) {
        self = try bytes.withUnsafeBufferPointer { buffer throws(JSONFault) in
            var scanner = JSONScanner(buffer)
            scanner.begin()
            let value = try scanner.tree()
            try scanner.end()
            return value
        }
    }

    /// Nil if the text is no JSON.
    package init?(json text: String) {
        guard let value = try? JSONValue(Array(text.utf8)) else { return nil }
        self = value
    }
}

extension JSONScanner {
    /// Reads the value at the position with all that it contains.
    fileprivate mutating func tree() throws(JSONFault) -> JSONValue {
        var isFirst = true
        switch byte {
        case UInt8(ascii: "{"):
            var members: [JSONObject.Member] = []
            try open()
            while let name = try nextName(&isFirst) {
                members.append(JSONObject.Member(text(name), try tree()))
            }
            return .object(JSONObject(members: members))
        case UInt8(ascii: "["):
            var elements: [JSONValue] = []
            try open()
            while try nextElement(&isFirst) { elements.append(try tree()) }
            return .list(elements)
        default:
            switch try value(scalar()) {
            case .text(let text): return .text(text)
            case .number(let digits): return .number(digits)
            case .boolean(let flag): return .boolean(flag)
            default: return .null
            }
        }
    }
}
