/// The fingerprint of a page without its cursor. It recognizes an unchanged page without parsing it.
///
/// If the bytes before and after the cursor are the same, the page is the same, and the bytes between them
/// are the new cursor.
public struct PageMemo: Sendable, Equatable {
    /// The number of bytes before the cursor; all bytes if the page has none.
    public let before: Int
    /// The number of bytes after the cursor. It is more than 0 if the page has a cursor.
    let after: Int
    /// The hash of both parts and of the mapping's version.
    let hash: UInt64
    /// The number of rows of the page.
    public let rows: Int
    /// The total of the listing that the page states.
    public let total: Int?

    /// - Parameters:
    ///   - body: The page as received.
    ///   - cursor: The range of the cursor without its quotes; nil if there is none.
    ///   - rows: The number of rows of the page.
    ///   - total: The total of the listing, if the page states one.
    ///   - version: The version of the mapping. Another version makes another fingerprint.
    public init(_ body: [UInt8], cursor: Range<Int>?, rows: Int, total: Int?, version: Int) {
        let range = cursor ?? body.count..<body.count
        before = range.lowerBound
        after = body.count - range.upperBound
        hash = Self.hash(body, before: range.lowerBound, after: range.upperBound, version: version)
        self.rows = rows
        self.total = total
    }

    /// Returns the cursor of a response that is this page again, or an empty string if the page has none.
    ///
    /// If ``HTTPRequest/hashedBytes`` was ``before``, most of the page was hashed while it arrived.
    ///
    /// - Returns: Nil if the page differs or its cursor is not plain text.
    public func cursor(in response: HTTPResponse, version: Int) -> String? {
        let body = response.body
        let end = body.count - after
        guard end >= before, hasCursor || end == before else { return nil }
        let text = body[before..<end]
        // A quote, an escape or a control character would be part of the page, not of the cursor.
        guard
            text.allSatisfy({ $0 >= 32 && $0 < 127 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") })
        else { return nil }
        let start = response.hash?.bytes == before ? response.hash?.value : nil
        guard Self.hash(body, before: before, after: end, version: version, start: start) == hash else {
            return nil
        }
        return String(decoding: text, as: UTF8.self)
    }

    private var hasCursor: Bool { after > 0 }

    /// - Parameter start: The hash of the bytes before the cursor, if known.
    private static func hash(
        _ body: [UInt8], before: Int, after: Int, version: Int, start: UInt64? = nil
    ) -> UInt64 {
        body.withUnsafeBytes { bytes in
            let start = start ?? BodyHash(UnsafeRawBufferPointer(rebasing: bytes[..<before])).value
            let end = BodyHash(UnsafeRawBufferPointer(rebasing: bytes[after...])).value
            return withUnsafeBytes(of: (start, end, UInt64(version))) { BodyHash($0).value }
        }
    }
}

extension PageMemo {
    /// The text that the host stores.
    public var text: String { "\(before) \(after) \(hash) \(rows) \(total.map(String.init) ?? "-")" }

    /// Reads a stored text; nil if it is malformed.
    public init?(_ text: String) {
        let parts = text.split(separator: " ")
        guard parts.count == 5, let before = Int(parts[0]), let after = Int(parts[1]),
            let hash = UInt64(parts[2]),
            let rows = Int(parts[3]), before >= 0, after >= 0
        else { return nil }
        self.before = before
        self.after = after
        self.hash = hash
        self.rows = rows
        total = Int(parts[4])
    }
}
