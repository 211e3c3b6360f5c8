/// Why bytes could not be read as the expected JSON.
public struct JSONFault: Error, Sendable, Equatable {
    /// The position of the problem, in bytes from the first one.
    public let offset: Int
    /// The whole message, such as `line 3, column 14: expected a value, found "<"`. It shows at most one
    /// character of the bytes.
    public let message: String

    public init(offset: Int, message: String) {
        self.offset = offset
        self.message = message
    }

    /// Describes a body that does not begin like JSON, for example `the answer is an HTML page, not JSON`.
    ///
    /// - Returns: Nil if the first byte other than white space could begin a JSON value.
    public static func notJSON(_ body: some Collection<UInt8>) -> String? {
        let content = body.drop { [0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains($0) }
        guard let first = content.first else { return "the answer is empty, not JSON" }
        guard first == UInt8(ascii: "<") else { return nil }
        let opening = String(decoding: content.prefix(2_000), as: UTF8.self).lowercased()
        let isPage = ["<!doctype html", "<html", "<head", "<body"].contains { opening.contains($0) }
        return isPage ? "the answer is an HTML page, not JSON" : "the answer is XML or HTML, not JSON"
    }
}

extension JSONFault: CustomStringConvertible {
    public var description: String { message }
}

extension JSONScanner {
    /// Returns a fault at the current position: what was expected, and what was found.
    @inline(never)
    func expected(_ expected: String) -> JSONFault {
        if let message = JSONFault.notJSON(bytes) { return JSONFault(offset: position, message: message) }
        return fault("expected \(expected), found \(found)")
    }

    /// Returns a fault at the current position.
    @inline(never)
    func fault(_ problem: String) -> JSONFault {
        let line = bytes[..<position].count { $0 == UInt8(ascii: "\n") } + 1
        let start = bytes[..<position].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let column = bytes[start..<position].count { $0 & 0xC0 != 0x80 } + 1
        return JSONFault(offset: position, message: "line \(line), column \(column): \(problem)")
    }

    private var found: String {
        guard position < bytes.count else { return "the end" }
        let text = String(decoding: bytes[position..<min(position + 4, bytes.count)], as: UTF8.self)
        guard let scalar = text.unicodeScalars.first, scalar.value >= 0x20, scalar.value != 0x7F,
            scalar != "\u{FFFD}"
        else {
            let hex = String(bytes[position], radix: 16, uppercase: true)
            return "the byte 0x" + (hex.count == 1 ? "0" : "") + hex
        }
        return "\"\(scalar)\""
    }
}
