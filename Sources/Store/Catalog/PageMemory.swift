import ConnectorKit
import Foundation
import GRDB

/// What the pages of a connection's last listing were, by their number, with the items they had.
struct PageMemory: Sendable {
    struct Page: Sendable {
        let memo: PageMemo
        /// The rows of the items, in ascending order.
        let items: [Int64]
    }

    private var pages: [Int: (memo: PageMemo, items: [UInt8])] = [:]

    init(_ connection: ConnectionID, _ db: Database) throws {
        var pages: [Int: (memo: PageMemo, items: [UInt8])] = [:]
        let rows = try Row.fetchCursor(
            db, sql: "SELECT number, memo, items FROM page WHERE connection = ?", arguments: [connection.row])
        while let row = try rows.next() {
            guard let memo = PageMemo(row["memo"] as String) else { continue }
            pages[row["number"]] = (memo, Array(row["items"] as Data))
        }
        self.pages = pages
    }

    /// Nothing is remembered.
    init() {}

    func memo(of page: Int) -> PageMemo? { pages[page]?.memo }

    func items(of page: Int) -> [Int64] { pages[page].map { Self.unpack($0.items) } ?? [] }

    /// Ascending numbers as the differences between them, seven bits a byte.
    static func pack(_ rows: [Int64]) -> [UInt8] {
        var packed: [UInt8] = []
        packed.reserveCapacity(rows.count + 8)
        var last: Int64 = 0
        for row in rows.sorted() {
            var rest = UInt64(row - last)
            last = row
            while rest > 127 {
                packed.append(UInt8(rest & 127) | 128)
                rest >>= 7
            }
            packed.append(UInt8(rest))
        }
        return packed
    }

    static func unpack(_ packed: [UInt8]) -> [Int64] {
        var rows: [Int64] = []
        rows.reserveCapacity(packed.count)
        var last: Int64 = 0
        var rest: UInt64 = 0
        var shift: UInt64 = 0
        for byte in packed {
            rest |= UInt64(byte & 127) << shift
            shift += 7
            guard byte < 128 else { continue }
            last += Int64(rest)
            rows.append(last)
            rest = 0
            shift = 0
        }
        return rows
    }
}
