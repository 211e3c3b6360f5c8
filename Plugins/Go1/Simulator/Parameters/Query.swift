/// The decoded parameters of a request, in order. Names keep their brackets: `type[]`.
struct Query: Sendable {
    let pairs: [(name: String, value: String)]

    /// - Parameter text: A query string without its `?`, or a form body.
    /// - Throws: ``Refusal`` 400 if a percent sign begins no escape or the text is not UTF-8.
    init(_ text: String) throws(Refusal) {
        var pairs: [(name: String, value: String)] = []
        for part in text.split(separator: "&") {
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            pairs.append((try Self.decode(halves[0]), halves.count > 1 ? try Self.decode(halves[1]) : ""))
        }
        self.pairs = pairs
    }

    static func decode(_ text: Substring) throws(Refusal) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                let digits = rest.prefix(2)
                guard digits.count == 2, let code = UInt8(String(Substring(digits)), radix: 16) else {
                    throw .invalid(
                        "\"\(text)\" is not percent-encoded: % and two hexadecimal digits were expected")
                }
                bytes.append(code)
                rest = rest.dropFirst(2)
            default: bytes.append(byte)
            }
        }
        guard let decoded = String(validating: bytes, as: UTF8.self) else {
            throw .invalid("\"\(text)\" is not UTF-8 once its percent-encoding is undone")
        }
        return decoded
    }
}
