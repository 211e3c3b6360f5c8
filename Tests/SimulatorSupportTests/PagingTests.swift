import ConnectorKit
import Foundation
import SimulatorSupport
import Testing

@Suite("Pages of a simulated service")
struct PagingTests {
    /// The places and the next cursor of a page, as an answer writes them.
    private func page(
        _ kind: SimulatedPaging.Kind, _ query: String, of count: Int, _ fault: String? = nil
    ) async throws -> String {
        let paging = SimulatedPaging(kind, limit: "size", sizes: 1...50, usualSize: 20)
        let request = SimulatedRequest("GET", target: "/items?\(query)")
        let faults = SimulatedFaults(try fault.map { [try FaultRule($0)] } ?? [])
        let answer = try await faults.page(
            try paging.query(request, filters: ["since", "ids"]), of: count
        ) { rows, next in
            ["rows": .text("\(rows.lowerBound)..<\(rows.upperBound)"), "next": .optional(next)]
        }
        return "\(answer.status) \(answer.text)"
    }

    @Test(
        "A page has the rows that are asked for, and says where the next one is",
        arguments: [
            (SimulatedPaging.Kind.cursor, "", 45, #"{"rows":"0..<20","next":"after-20"}"#),
            (.cursor, "cursor=after-20&size=25", 45, #"{"rows":"20..<45","next":null}"#),
            (.offset, "offset=40&size=50", 45, #"{"rows":"40..<45","next":null}"#),
            (.offset, "offset=0", 0, #"{"rows":"0..<0","next":null}"#),
            (.page, "page=2&size=10", 45, #"{"rows":"10..<20","next":"after-20"}"#),
            (.page, "page=1", 0, #"{"rows":"0..<0","next":null}"#),
        ])
    func pages(kind: SimulatedPaging.Kind, query: String, count: Int, text: String) async throws {
        #expect(try await page(kind, query, of: count) == "200 " + text)
    }

    @Test(
        "A page after the last one is empty if the list is open-ended",
        arguments: [(SimulatedPaging.Kind.page, "page=4", 60..<60), (.offset, "offset=50", 50..<50)])
    func openEnded(kind: SimulatedPaging.Kind, query: String, rows: Range<Int>) throws {
        let paging = SimulatedPaging(kind, sizes: 1...50, usualSize: 20, isOpenEnded: true)
        let request = SimulatedRequest("GET", target: "/items?\(query)")
        #expect(try paging.query(request).rows(of: 45) == rows)
    }

    @Test(
        "A page that cannot be is refused with the reason",
        arguments: [
            (
                SimulatedPaging.Kind.cursor, "cursor=after-45",
                SimulatedRefusal(400, "the cursor is not known")
            ),
            (.cursor, "cursor=after-020", SimulatedRefusal(400, "the cursor is not known")),
            (.offset, "offset=45", SimulatedRefusal(400, "offset is from 0 to 44")),
            (.offset, "offset=-1", SimulatedRefusal(400, "offset is from 0 to 44")),
            (.page, "page=0", SimulatedRefusal(400, "page is a number from 1")),
            (.page, "page=4", SimulatedRefusal(404, "there is no page 4")),
            (.page, "size=51", SimulatedRefusal(400, "size is from 1 to 50")),
            (
                .page, "limit=5",
                SimulatedRefusal(400, "there is no parameter limit; there are size, page, since, ids")
            ),
        ])
    func refused(kind: SimulatedPaging.Kind, query: String, refusal: SimulatedRefusal) async {
        await #expect(throws: refusal) { try await page(kind, query, of: 45) }
    }

    @Test("A fault strikes the page of its number, and an empty page has no rows and no next one")
    func faults() async throws {
        #expect(
            try await page(.page, "page=2", of: 45, "empty@page2") == #"200 {"rows":"20..<20","next":null}"#)
        #expect(
            try await page(.cursor, "cursor=after-20", of: 45, "503@page3")
                == #"200 {"rows":"20..<40","next":"after-40"}"#)
    }

    @Test("A fault that is a refusal is written by the service as its other refusals")
    func refusals() async {
        await #expect(throws: SimulatedRefusal(503, "a fault on demand")) {
            try await page(.offset, "offset=20", of: 45, "503@page2")
        }
        await #expect(
            throws: SimulatedRefusal(429, "a fault on demand", headers: ["Retry-After": "1"])
        ) {
            try await page(.page, "page=1", of: 45, "429@page1")
        }
    }

    @Test("Filters are times and lists")
    func filters() throws {
        let paging = SimulatedPaging(.page, sizes: 1...50, usualSize: 20)
        func query(_ text: String) throws -> SimulatedQuery {
            try paging.query(SimulatedRequest("GET", target: "/?\(text)"), filters: ["since", "ids"])
        }
        #expect(try query("ids=a,b,a").list("ids") == ["a", "b"])
        #expect(try query("").list("ids") == nil)
        #expect(try query("ids=a")["ids"] == "a")
        #expect(
            try query("since=2025-03-01T08:00:00Z").time("since")
                == Date(timeIntervalSince1970: 1_740_816_000))
        #expect(try query("").time("since") == nil)
        #expect(throws: SimulatedRefusal(400, "since is a time such as 2025-03-01T08:00:00Z")) {
            try query("since=monday").time("since")
        }
    }
}
