extension String {
    /// Escaped for content and attributes of HTML.
    ///
    /// Works on bytes: to Swift a quote with a combining accent is one character, but to a browser the quote ends the
    /// attribute.
    var escapedForHTML: String {
        guard utf8.contains(where: Self.needEscape.contains) else { return self }
        var escaped: [UInt8] = []
        escaped.reserveCapacity(utf8.count)
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "<"): escaped += "&lt;".utf8
            case UInt8(ascii: ">"): escaped += "&gt;".utf8
            case UInt8(ascii: "&"): escaped += "&amp;".utf8
            case UInt8(ascii: "\""): escaped += "&quot;".utf8
            case UInt8(ascii: "'"): escaped += "&#39;".utf8
            default: escaped.append(byte)
            }
        }
        return String(decoding: escaped, as: UTF8.self)
    }

    private static let needEscape: [UInt8] = Array("<>&\"'".utf8)
}
