import ConnectorKit
import Testing
import TestSupport

@testable import Go1

@Suite("Pages of enrolments that violate the service's contract")
struct PageFaultTests {
    private static func row(_ id: Int, _ time: String) -> String {
        """
        {"id":"\(id)","user_account_id":"1","lo_id":"5","status":"completed","created_time":"\(time)",
         "updated_time":"\(time)"}
        """
    }
    private static let url = "GET https://gateway.go1.com/enrollments"

    @Test(
        "the problem is reported",
        arguments: [
            (
                400, #"{"message":"bad"}"#, #"\#(url): HTTP 400, "bad"; a page of enrolments was expected"#
            ),
            (200, "<html></html>", "\(url): the answer is an HTML page, not JSON"),
            (200, #"{"total":3}"#, "\(url): the answer has no list \"hits\""),
            (200, #"{"hits":[]}"#, "\(url): the answer has no total"),
            (200, #"{"total":-1,"hits":[]}"#, "\(url): total is \"-1\"; a whole number was expected"),
            (
                200, #"{"total":true,"hits":[]}"#,
                "\(url): total is true or false; a whole number was expected"
            ),
            (
                200, #"{"total":3,"hits":[]}"#,
                "\(url): a page has none of 3 rows, or none whose updated_time can be read"
            ),
            (
                200,
                "{\"total\":3,\"hits\":[\(row(1, "2024-05-02T00:00:00Z")),\(row(2, "2024-05-01T00:00:00Z"))]}",
                "\(url): the rows are not sorted by updated_time as requested"
            ),
            (
                200,
                "{\"total\":3,\"hits\":[\(row(1, "2020-05-01T00:00:00Z")),\(row(2, "2024-05-01T00:00:00Z"))]}",
                "\(url): the rows are not sorted by updated_time as requested"
            ),
        ])
    func faults(status: Int, body: String, message: String) async {
        let request = EnrolmentRequest(since: Checkpoint("2024-01-01T00:00:00Z")) { [] }
        await #expect(throws: Failure.contract(message)) {
            try await go1.enrolments(request, of: connection(ScriptedClient(.text(status, body))))
        }
    }

    @Test("a refused token is reported with the needed scope")
    func scope() async {
        await #expect(
            throws: Failure.credentials(
                "\(Self.url): HTTP 403; the integration needs the scope enrollment.read")
        ) {
            try await go1.enrolments(
                EnrolmentRequest { [] }, of: connection(ScriptedClient(.text(403, ""))))
        }
    }

    @Test("an unreadable row is refused, and its page goes on")
    func refused() async throws {
        let bad = #"{"id":"7","lo_id":"5","user_account_id":"1","status":"completed","updated_time":"x"}"#
        let body = "{\"total\":2,\"hits\":[\(Self.row(1, "2024-05-01T00:00:00Z")),\(bad)]}"
        let page = try await go1.enrolments(
            EnrolmentRequest { [] }, of: connection(ScriptedClient(.text(200, body)))
        ).listed()
        #expect(page.enrolments.map(\.id) == ["1"])
        #expect(page.refused == [RefusedItem(id: "7", reason: "no created_time")])
        #expect(page.rows == 2)
        #expect(page.total == 2)
        #expect(page.next == nil)
        #expect(page.mark == Checkpoint("2024-04-30T23:45:00Z"))
    }
}
