import ConnectorKit
import Foundation
import Testing

@Suite("Positions of listings")
struct PositionTests {
    private static func date(_ text: String) -> Date { Timestamp.date(text) ?? .distantPast }

    @Test("A position is read again, and nothing else is taken for one")
    func checked() {
        let text = CursorPaging(cursor: "a b", pages: 2, rows: 9, total: 20).checkpoint.text
        #expect(
            CursorPaging(Checkpoint(text)) == CursorPaging(cursor: "a b", pages: 2, rows: 9, total: 20))
        for other in [
            "", " ", "1", "x {}", String(text.dropLast()), text + " ", text.replacing("9", with: "8"),
            OffsetPaging().next(rows: 5, size: 5, total: 9)?.text ?? "",
        ] {
            #expect(CursorPaging(Checkpoint(other)) == nil, "\(other)")
        }
    }

    @Test("Offsets go on until the total, or until a page that is not full")
    func offsets() throws {
        let second = try #require(OffsetPaging().next(rows: 4, size: 5, total: 10).flatMap(OffsetPaging.init))
        #expect(second.offset == 4)
        #expect(second.next(rows: 5, size: 5, total: 10) != nil)
        #expect(second.next(rows: 6, size: 5, total: 10) == nil)
        #expect(second.next(rows: 0, size: 5, total: 10) == nil)
        #expect(second.next(rows: 5, size: 5, total: nil) != nil)
        #expect(second.next(rows: 4, size: 5, total: nil) == nil)
    }

    @Test("Cursors go on until there is none, past empty pages before the total")
    func cursors() throws {
        let second = try #require(
            CursorPaging().next(rows: 5, total: 7, cursor: "a").flatMap(CursorPaging.init))
        #expect(second == CursorPaging(cursor: "a", pages: 1, rows: 5, total: 7))
        #expect(second.next(rows: 2, total: 7, cursor: nil) == nil)
        #expect(second.next(rows: 2, total: 7, cursor: "") == nil)
        #expect(second.next(rows: 0, total: nil, cursor: "b") != nil)
        #expect(second.next(rows: 2, total: nil, cursor: "b") != nil)
        let third = try #require(second.next(rows: 2, total: nil, cursor: "b").flatMap(CursorPaging.init))
        #expect(third.next(rows: 0, total: nil, cursor: "c") == nil)
    }

    @Test("Pages are counted from the first one, by their rows")
    func pages() throws {
        let second = try #require(
            PagePaging(first: 0).next(rows: 5, size: 5, total: 7).flatMap(PagePaging.init))
        #expect(second.page == 1 && second.rows == 5)
        #expect(second.next(rows: 2, size: 5, total: 7) == nil)
        #expect(second.next(rows: 1, size: 5, total: 7) != nil)
    }

    @Test("Windows begin at the same times in every listing, and each list of each has a total of its own")
    func windows() throws {
        let windows = TimeWindows(length: .seconds(14 * 86_400), lists: 2)
        let (since, until) = (Self.date("2026-01-07T10:00:00Z"), Self.date("2026-02-01T08:00:00Z"))
        var position: WindowPosition? = windows.start(since: since, until: until)
        var seen: [String] = []
        while let now = position {
            seen.append(
                "\(Timestamp.text(now.window)) \(now.list) \(now.offset) \(Timestamp.text(windows.end(now)))")
            // The first list of the first window has two pages.
            let total = seen.count <= 2 ? 12 : 3
            position = try windows.next(after: now, rows: seen.count == 1 ? 10 : min(total, 3), total: total)
            position = position.flatMap { windows.position($0.checkpoint) }
        }
        #expect(
            seen == [
                "2026-01-01T00:00:00Z 0 0 2026-01-15T00:00:00Z",
                "2026-01-01T00:00:00Z 0 10 2026-01-15T00:00:00Z",
                "2026-01-01T00:00:00Z 1 0 2026-01-15T00:00:00Z",
                "2026-01-15T00:00:00Z 0 0 2026-01-29T00:00:00Z",
                "2026-01-15T00:00:00Z 1 0 2026-01-29T00:00:00Z",
                "2026-01-29T00:00:00Z 0 0 2026-02-01T08:00:00Z",
                "2026-01-29T00:00:00Z 1 0 2026-02-01T08:00:00Z",
            ])
        #expect(
            windows.start(since: since.addingTimeInterval(86_400), until: until).window
                == windows.start(since: since, until: until).window)
        #expect(
            TimeWindows(length: .seconds(86_400 * 5)).position(
                windows.start(since: since, until: until).checkpoint) == nil)
    }

    @Test("A window that ends before its total is no end")
    func shortWindow() throws {
        let windows = TimeWindows(length: .seconds(86_400))
        let start = windows.start(
            since: Self.date("2026-01-07T10:00:00Z"), until: Self.date("2026-01-09T00:00:00Z"))
        #expect(
            throws: Failure.contract(
                "the window of 2026-01-07T00:00:00Z has 12 rows, of which a page after 0 has none")
        ) { try windows.next(after: start, rows: 0, total: 12) }
    }
}
