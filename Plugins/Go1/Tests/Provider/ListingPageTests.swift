import ConnectorKit
import Testing
import TestSupport

@testable import Go1

@Suite("A page of the Library")
struct ListingPageTests {
    /// Returns a page of gateway items with these ids; nil omits a member.
    private func body(_ ids: [Int], total: String? = "5", cursor: String? = nil) -> HTTPResponse {
        let hits = ids.map { #"{"lo_id":"\#($0)","core":{"type":"course","title":"T"}}"# }
        let members = [
            total.map { #""total":\#($0)"# }, #""hits":[\#(hits.joined(separator: ","))]"#,
            cursor.map { #""next_scroll_id":"\#($0)""# },
        ]
        return .text(200, "{\(members.compactMap(\.self).joined(separator: ","))}")
    }

    private func page(
        after checkpoint: Checkpoint? = nil, _ response: HTTPResponse, _ generation: Generation = .gateway
    ) async throws -> CatalogPage {
        let answer = try await go1.page(
            PageRequest(after: checkpoint), of: connection(ScriptedClient(response), generation))
        guard case .page(let page) = answer else { throw Failure.fatal("refused") }
        return page
    }

    @Test("a page has its items, its rows and the position of the next page")
    func onePage() async throws {
        let page = try await page(body([1, 2], cursor: "c 1"))
        #expect(page.items.map(\.id) == ["1", "2"])
        #expect(
            String(decoding: page.items[1].bytes, as: UTF8.self)
                == #"{"lo_id":"2","core":{"type":"course","title":"T"}}"#)
        #expect(page.items[0].digest != page.items[1].digest)
        #expect(page.rows == 2)
        #expect(page.total == 5)
        #expect(!page.isLast)
        #expect(page.next == position(1, 2, 5, "c 1"))
        #expect(page.scope == .whole)
        #expect(page.refused.isEmpty)
    }

    @Test("pages are listed by cursor until a page has none")
    func pages() async throws {
        let client = ScriptedClient(
            body([1, 2], cursor: "a"), body([3, 4], cursor: "b"), body([5], cursor: nil))
        var checkpoint: Checkpoint?
        var ids: [String] = []
        for expected in [false, false, true] {
            guard
                case .page(let page) = try await go1.page(
                    PageRequest(after: checkpoint), of: connection(client))
            else { throw Failure.fatal("refused") }
            ids += page.items.map(\.id)
            #expect(page.isLast == expected)
            checkpoint = page.next
        }
        #expect(checkpoint == nil)
        #expect(ids == ["1", "2", "3", "4", "5"])
        let cursors = client.requests.map { request in
            request.url.split(separator: "&").first { $0.hasPrefix("scroll_id=") }.map(String.init)
        }
        #expect(cursors == [nil, "scroll_id=a", "scroll_id=b"])
    }

    @Test(
        "a page without a cursor, or an empty one after the total is reached, is the last",
        arguments: [
            // Rows before, ids, total, cursor; whether it is the last, and the next checkpoint.
            (0, 2, "5", nil, true, nil),
            (3, 2, "5", "c", false, "2 5 5 c"),
            (5, 0, "5", "c", true, nil),
            (3, 0, "5", "c", false, "2 3 5 c"),
            (3, 0, nil, "c", false, "2 3 5 c"),
            (5, 0, nil, "c", true, nil),
            (0, 0, "0", "c", true, nil),
            (3, 0, "null", "", true, nil),
            (3, 0, "\"3\"", "c", true, nil),
            (5, 0, "6", "c", false, "2 5 6 c"),
        ] as [(Int, Int, String?, String?, Bool, String?)])
    func end(
        before: Int, rows: Int, total: String?, cursor: String?, isLast: Bool, next: String?
    ) async throws {
        let checkpoint = position(1, before, 5, "x")
        let page = try await page(
            after: checkpoint, body(Array(0..<rows), total: total, cursor: cursor))
        #expect(page.isLast == isLast)
        #expect(
            page.next.flatMap { CursorPaging($0) }.map {
                "\($0.pages) \($0.rows) \($0.total ?? 0) \($0.cursor ?? "")"
            } == next)
    }

    @Test("without a total, an empty page with a cursor is not the last")
    func noTotal() async throws {
        let page = try await page(after: position(4, 9, nil, "x"), body([], total: nil, cursor: "y"))
        #expect(!page.isLast)
        #expect(page.total == nil)
        #expect(page.next == position(5, 9, nil, "y"))
    }

    @Test("v2 names its cursor _scroll_id and its ids are numbers")
    func v2Page() async throws {
        let page = try await page(
            .text(
                200,
                #"{"total":3,"_scroll_id":"DnF1==","hits":[{"id":7,"type":"course","title":"T"}],"facets":{}}"#
            ),
            .v2)
        #expect(page.items.map(\.id) == ["7"])
        #expect(page.next == position(1, 1, 3, "DnF1=="))
    }

    @Test("items of other types count only as rows")
    func otherTypes() async throws {
        let page = try await page(
            .text(
                200,
                """
                {"total":3,"hits":[{"lo_id":"1","core":{"type":"playlist","title":"P"}},
                 {"lo_id":"2","core":{"type":"video","title":"V"}},{"core":{"type":"award"}}]}
                """))
        #expect(page.rows == 3)
        #expect(page.items.map(\.id) == ["2"])
        #expect(page.refused.isEmpty)
    }

    @Test("a row without a usable id is refused with its position, and the page goes on")
    func noID() async throws {
        let page = try await page(
            after: position(2, 9, 20, "x"),
            .text(
                200,
                """
                {"total":20,"hits":[{"core":{"type":"video","title":"V"}},{"lo_id":"con_1"},"x",
                 {"lo_id":"4","core":{"title":"no type"}}]}
                """))
        #expect(
            page.refused == [
                RefusedItem(id: nil, reason: "page 3, row 1: no lo_id or gc_lo_id"),
                RefusedItem(
                    id: nil, reason: "page 3, row 2: lo_id is \"con_1\"; a whole number was expected"),
                RefusedItem(id: nil, reason: "page 3, row 3: no lo_id or gc_lo_id"),
            ])
        #expect(page.items.map(\.id) == ["4"])
        #expect(page.rows == 4)
    }

    @Test("a digest changes only with a mapped field")
    func digest() async throws {
        func digest(_ item: String) async throws -> UInt64? {
            try await page(.text(200, #"{"total":1,"hits":[\#(item)]}"#)).items.first?.digest
        }
        let item = Generation.gateway.item
        let first = try await digest(item)
        #expect(first != nil)
        #expect(try await digest(item.replacing("\"about\":\"\"", with: "\"about\":[1]")) == first)
        #expect(try await digest(item.replacing("First aid", with: "First Aid")) != first)
        #expect(try await digest(item.replacing("Health", with: "Sleep")) != first)
    }

    @Test("a page whose bytes are the same except for its cursor is not read again")
    func unchanged() async throws {
        let first = try await page(body([1, 2], cursor: "c1"))
        let memo = try #require(first.memo)
        let client = ScriptedClient(body([1, 2], cursor: "another cursor"))
        let answer = try await go1.page(PageRequest(memo: memo), of: connection(client))
        guard case .unchanged(let rows, let next, let total) = answer else {
            Issue.record("the page was read again")
            return
        }
        #expect(rows == 2)
        #expect(total == 5)
        #expect(next == position(1, 2, 5, "another cursor"))
    }

    @Test(
        "a page that differs in more than the cursor is read",
        arguments: [
            ([1, 3], "5", "c1"), ([1, 2], "6", "c1"), ([1], "5", "c1"), ([2, 1], "5", "c1"),
            ([1, 2], "5", nil),
        ] as [([Int], String, String?)])
    func changed(_ ids: [Int], _ total: String, _ cursor: String?) async throws {
        let memo = try #require(try await page(body([1, 2], total: "5", cursor: "c1")).memo)
        let client = ScriptedClient(body(ids, total: total, cursor: cursor))
        let answer = try await go1.page(PageRequest(memo: memo), of: connection(client))
        guard case .page(let page) = answer else {
            Issue.record("the page was reported as unchanged")
            return
        }
        #expect(page.items.map(\.id) == ids.map { String($0) })
    }
}
