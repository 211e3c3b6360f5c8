/// What a page of a listing was, byte for byte, save for its cursor: so that the same page is known
/// again without being read.
///
/// Where the bytes before the cursor's text and those after it are the same, the page is the same, and
/// what stands between is the new cursor.
public struct PageMemo: Sendable, Equatable {
    /// Bytes before the cursor's text; all bytes where the page had none.
    public let before: Int
    /// Bytes after it; a page that had a cursor has some.
    let after: Int
    /// Of both, and of the version of the mapping.
    let hash: UInt64
    /// How many rows the page had.
    public let rows: Int
    /// What the page stated as the total of the listing.
    public let total: Int?

    /// - Parameters:
    ///   - body: the page as it came.
    ///   - cursor: where in it the cursor's text is, without quotes; nil where there is none.
    ///   - rows: how many rows the page has.
    ///   - total: what it states as the total of the listing, if it does.
    ///   - version: the version of the mapping: another one makes another memo.
    public init(_ body: [UInt8], cursor: Range<Int>?, rows: Int, total: Int?, version: Int) {
        let range = cursor ?? body.count..<body.count
        before = range.lowerBound
        after = body.count - range.upperBound
        hash = Self.hash(body, before: range.lowerBound, after: range.upperBound, version: version)
        self.rows = rows
        self.total = total
    }

    /// The cursor of a page that is this one again; empty where the page has none.
    ///
    /// Where the request said so (``HTTPRequest/hashedBytes`` is ``before``), most of the page was hashed as it
    /// arrived.
    ///
    /// - Returns: nil where the page is another one, or where its cursor is not plain text.
    public func cursor(in response: HTTPResponse, version: Int) -> String? {
        let body = response.body
        let end = body.count - after
        guard end >= before, hasCursor || end == before else { return nil }
        let text = body[before..<end]
        // A quote, an escape or a control character would belong to the page, not to the cursor.
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

    /// - Parameter start: the hash of what is before the cursor, where it is known.
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
    /// The memo as the host keeps it.
    public var text: String { "\(before) \(after) \(hash) \(rows) \(total.map(String.init) ?? "-")" }

    /// A memo the host kept; nil where the text is none.
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
