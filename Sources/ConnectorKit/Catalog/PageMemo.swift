/// What a page of a listing was, byte for byte, save for its cursor: so that the same page is known
/// again without being read.
///
/// Where the bytes before the cursor's text and those after it are the same, the page is the same, and
/// what stands between is the new cursor.
public struct PageMemo: Sendable, Equatable {
    /// Bytes before the cursor's text; all bytes where the page had none.
    let before: Int
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
    /// - Returns: nil where the page is another one, or where its cursor is not plain text.
    public func cursor(in body: [UInt8], version: Int) -> String? {
        let end = body.count - after
        guard end >= before, hasCursor || end == before else { return nil }
        let text = body[before..<end]
        // A quote, an escape or a control character would belong to the page, not to the cursor.
        guard
            text.allSatisfy({ $0 >= 32 && $0 < 127 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }),
            Self.hash(body, before: before, after: end, version: version) == hash
        else { return nil }
        return String(decoding: text, as: UTF8.self)
    }

    private var hasCursor: Bool { after > 0 }

    private static func hash(_ body: [UInt8], before: Int, after: Int, version: Int) -> UInt64 {
        body.withUnsafeBytes { bytes in
            var hash = BlockHash(seed: UInt64(bitPattern: Int64(version)))
            hash.add(UnsafeRawBufferPointer(rebasing: bytes[..<before]))
            hash.add(UnsafeRawBufferPointer(rebasing: bytes[after...]))
            return hash.value
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

/// A 64-bit hash of long stretches of bytes, for telling whether they are the same as before: four lanes
/// of multiply and rotate over 32 bytes at a time. The same on every machine; no protection against
/// somebody who wants two pages to look alike, which would only hide that one's own changes.
struct BlockHash {
    private static let odd: UInt64 = 0x9E37_79B9_7F4A_7C15
    private var lanes: (UInt64, UInt64, UInt64, UInt64)
    private(set) var value: UInt64

    init(seed: UInt64) {
        lanes = (
            seed, seed ^ 0xA076_1D64_78BD_642F, seed ^ 0xE703_7ED1_A0B4_28DB, seed ^ 0x8EBC_6AF0_9C88_C6E3
        )
        value = seed
    }

    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        var offset = 0
        let blocks = bytes.count & ~31
        var (one, two, three, four) = lanes
        while offset < blocks {
            one = Self.step(one, bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            two = Self.step(two, bytes.loadUnaligned(fromByteOffset: offset &+ 8, as: UInt64.self))
            three = Self.step(three, bytes.loadUnaligned(fromByteOffset: offset &+ 16, as: UInt64.self))
            four = Self.step(four, bytes.loadUnaligned(fromByteOffset: offset &+ 24, as: UInt64.self))
            offset &+= 32
        }
        while offset < bytes.count {
            one = Self.step(one, UInt64(bytes[offset]))
            offset &+= 1
        }
        lanes = (one, two, three, four)
        for lane in [one, two, three, four, UInt64(bytes.count)] { value = Self.step(value, lane) }
        value ^= value >> 32
    }

    @inline(__always)
    private static func step(_ lane: UInt64, _ word: UInt64) -> UInt64 {
        let mixed = (lane ^ UInt64(littleEndian: word)) &* odd
        return (mixed << 29) | (mixed >> 35)
    }
}
