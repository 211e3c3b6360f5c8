import ConnectorKit
import Foundation
import Model

/// What the pages of a connection's last listing were, by their number, with the items they had.
struct PageMemory: Sendable {
    private struct Page {
        let memo: PageMemo
        /// The rows of the items, packed.
        let items: [UInt8]
        let refused: [RefusedItem]
    }

    private var pages: [Int: Page] = [:]

    init(_ connection: ConnectionID, _ db: Session) throws {
        try db.forEach("SELECT number, memo, items, skipped FROM page WHERE connection = ?", [connection.row])
        {
            guard let memo = PageMemo($0["memo"]) else { return }
            pages[$0["number"]] = Page(
                memo: memo, items: Array($0["items"] as Data), refused: Self.refused($0["skipped"]))
        }
    }

    /// Nothing is remembered.
    init() {}

    /// How many pages are remembered.
    var count: Int { pages.count }

    func memo(of page: Int) -> PageMemo? { pages[page]?.memo }

    func items(of page: Int) -> [Int64] { pages[page].map { Self.unpack($0.items) } ?? [] }

    /// The items of the page that were skipped.
    func refused(on page: Int) -> [RefusedItem] { pages[page]?.refused ?? [] }

    /// Skipped items as a JSON list of their ids, null if there was none to read, and reasons by turns.
    static func text(_ refused: [RefusedItem]) throws -> String? {
        guard !refused.isEmpty else { return nil }
        let parts = refused.flatMap { [$0.id, $0.reason] }
        return String(decoding: try JSONEncoder().encode(parts), as: UTF8.self)
    }

    private static func refused(_ text: String?) -> [RefusedItem] {
        guard let text, let parts = try? JSONDecoder().decode([String?].self, from: Data(text.utf8)) else {
            return []
        }
        return stride(from: 0, to: parts.count - 1, by: 2).map {
            RefusedItem(id: parts[$0], reason: parts[$0 + 1] ?? "")
        }
    }

    /// Ascending numbers as the differences between them, seven bits a byte.
    static func pack(_ rows: [Int64]) -> [UInt8] {
        var packed: [UInt8] = []
        packed.reserveCapacity(rows.count + 8)
        var last: Int64 = 0
        for row in rows.sorted() {
            var rest = UInt64(bitPattern: row &- last)
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
            last &+= Int64(bitPattern: rest)
            rows.append(last)
            rest = 0
            shift = 0
        }
        return rows
    }
}
