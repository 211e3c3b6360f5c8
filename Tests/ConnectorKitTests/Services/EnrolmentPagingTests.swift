import ConnectorKit
import Foundation
import Testing

@Suite("Positions of listings of enrolments")
struct EnrolmentPagingTests {
    private static func list(_ ids: [Int], total: Int? = nil) throws -> ListAnswer {
        let rows = ids.map { #"{"id":\#($0)}"# }.joined(separator: ",")
        let total = total.map { #","total":\#($0)"# } ?? ""
        return try ListAnswer(
            ServiceAnswer(
                HTTPResponse(status: 200, body: Array(#"{"rows":[\#(rows)]\#(total)}"#.utf8)), to: "GET rows"),
            elementsOf: "rows", total: "total", paths: JSONPaths(["id"]))
    }

    private static func request(_ checkpoint: Checkpoint? = nil, since: String? = nil) -> EnrolmentRequest {
        EnrolmentRequest(after: checkpoint, since: since.map { Checkpoint($0) }) { () throws(Failure) in [] }
    }

    /// Refuses odd rows.
    private static func enrolment(_ row: FieldInput) throws(Failure) -> Enrolment {
        let id = try row["id"].requiredNumericID()
        guard Int(id)?.isMultiple(of: 2) == true else { throw .item("the id is odd") }
        return Enrolment(
            id: id, contentID: "c", account: "a", status: .completed,
            updatedAt: Date(timeIntervalSince1970: 0))
    }

    @Test("A listing keeps its beginning to the end, where its mark is")
    func listing() throws {
        let none = Settings(texts: [:])
        let start = try #require(
            EnrolmentPaging<PagePaging>(Self.request(since: "monday"), mark: "tuesday"))
        #expect(start.since == "monday" && start.position == PagePaging())
        let first = try Self.list([1, 2], total: 3).enrolmentPage(
            after: start, size: 2, none, Self.enrolment)
        #expect(first.rows == 2 && first.total == 3 && first.mark == nil)
        #expect(first.enrolments.map(\.id) == ["2"])
        #expect(first.refused == [RefusedItem(id: nil, reason: "row 1: the id is odd")])

        let next = try #require(first.next)
        let request = Self.request(next, since: "wednesday")
        let second = try #require(EnrolmentPaging<PagePaging>(request, mark: "thursday"))
        #expect(second.since == "monday" && second.mark == "tuesday" && second.position.page == 2)
        let last = try Self.list([3], total: 3).enrolmentPage(after: second, size: 2, none, Self.enrolment)
        #expect(last.next == nil && last.mark == Checkpoint("tuesday"))
        #expect(last.refused == [RefusedItem(id: nil, reason: "row 3: the id is odd")])
    }

    @Test("A listing that ends before its total is no listing")
    func short() throws {
        let start = try #require(EnrolmentPaging<OffsetPaging>(Self.request(), mark: ""))
        #expect(throws: Failure.contract("GET rows: the enrolments ended after 0 of 3 rows")) {
            try Self.list([], total: 3).enrolmentPage(
                after: start, size: 2, Settings(texts: [:]), Self.enrolment)
        }
    }

    @Test("A total that is missing is refused where the service states one on every page")
    func total() throws {
        #expect(try Self.list([], total: 3).requireTotal() == 3)
        #expect(throws: Failure.contract("GET rows: no total; a whole number was expected")) {
            try Self.list([]).requireTotal()
        }
    }

    @Test(
        "What is no position of such a listing is refused",
        arguments: [Checkpoint("x"), OffsetPaging().next(rows: 5, size: 5, total: 9) ?? Checkpoint("")])
    func foreign(checkpoint: Checkpoint) {
        #expect(EnrolmentPaging<PagePaging>(Self.request(checkpoint), mark: "") == nil)
        #expect(ContentPaging<PagePaging>(Self.request(checkpoint), of: ["a"], mark: "") == nil)
    }

    @Test("Contents are read one after the other, each to its end, those that come and go meanwhile included")
    func contents() throws {
        var paging = try #require(
            ContentPaging<PagePaging>(Self.request(since: "monday"), of: ["c", "a", "b"], mark: "tuesday"))
        var seen: [String] = []
        var contents = ["c", "a", "b"]
        while let content = paging.content {
            seen.append("\(content) \(paging.position.page)")
            switch seen.count {
            case 1: try paging.advance(after: Self.list([1, 2], total: 3), size: 2, of: contents)
            case 2: try paging.advance(after: Self.list([3], total: 3), size: 2, of: contents)
            case 3:
                // It was deleted, and others have come.
                contents = ["a", "aa", "bb", "c"]
                paging.skip(of: contents)
            default: try paging.advance(after: Self.list([], total: 0), size: 2, of: contents)
            }
            guard let checkpoint = paging.checkpoint else { break }
            paging = try #require(ContentPaging(Self.request(checkpoint), of: contents, mark: "later"))
            #expect(paging.since == "monday" && paging.mark == "tuesday")
        }
        #expect(seen == ["a 1", "a 2", "b 1", "bb 1", "c 1"])
        #expect(paging.checkpoint == nil)
    }

    @Test("A content whose list ends before its total is not left behind")
    func shortContent() throws {
        var paging = try #require(ContentPaging<PagePaging>(Self.request(), of: ["a"], mark: ""))
        #expect(throws: Failure.contract("GET rows: the enrolments ended after 0 of 3 rows")) {
            try paging.advance(after: Self.list([], total: 3), size: 2, of: ["a"])
        }
        #expect(paging.content == "a")
    }

    @Test("Without contents a listing is at its end")
    func noContents() throws {
        let paging = try #require(ContentPaging<PagePaging>(Self.request(), of: [], mark: ""))
        #expect(paging.content == nil && paging.checkpoint == nil)
    }
}
