import ConnectorKit
import Testing
import TestSupport

@testable import Go1

@Suite("Pages that cannot be read")
struct RefusedPageTests {
    @Test("an expired cursor restarts the listing", arguments: [400, 404])
    func lapsedCursor(
        status: Int
    ) async throws {
        let client = ScriptedClient(
            .text(status, #"{"ref":"r","error_code":"x","message":"Scroll expired"}"#))
        let answer = try await go1.page(PageRequest(after: position(2, 9, 20, "x")), of: connection(client))
        guard case .checkpointRefused(let reason) = answer else { throw Failure.fatal("not refused") }
        #expect(
            reason
                == "GET https://gateway.go1.com/learning-objects, page 3: HTTP \(status), \"Scroll expired\"")
    }

    @Test(
        "a malformed checkpoint is refused without a request",
        arguments: [
            "", "x", "1 2 5 c", "0 {}", position(1, 2, 5, "c").text + " ", position(1, 2, 5, "").text,
        ])
    func foreignCheckpoint(text: String) async throws {
        let client = ScriptedClient()
        let answer = try await go1.page(PageRequest(after: Checkpoint(text)), of: connection(client))
        guard case .checkpointRefused(let reason) = answer else { throw Failure.fatal("not refused") }
        #expect(reason == "the checkpoint cannot be read")
        #expect(client.requests.isEmpty)
    }

    @Test(
        "a response without a page is reported with what to check",
        arguments: [
            (
                400, #"{"message":"limit must not be\n greater than 50"}"#,
                Failure.contract(
                    """
                    GET https://gateway.go1.com/learning-objects, page 1: HTTP 400, \
                    "limit must not be greater than 50"; a page of learning objects was expected
                    """)
            ),
            (
                401, "",
                .credentials(
                    """
                    GET https://gateway.go1.com/learning-objects, page 1: HTTP 401; \
                    Go1 refused the access token
                    """)
            ),
            (
                403, #"{"message":"Insufficient roles for this resource."}"#,
                .credentials(
                    """
                    GET https://gateway.go1.com/learning-objects, page 1: HTTP 403, "Insufficient roles for this \
                    resource."; the integration needs the scope lo.read and a role that may list the Library
                    """)
            ),
            (
                404, "<html></html>",
                .contract(
                    """
                    GET https://gateway.go1.com/learning-objects, page 1: HTTP 404; \
                    is the setting api_url right?
                    """)
            ),
            (
                302, "",
                .contract(
                    """
                    GET https://gateway.go1.com/learning-objects, page 1: HTTP 302; \
                    a page of learning objects was expected
                    """)
            ),
            (
                200, "<html><body>Maintenance</body></html>",
                .contract(
                    "GET https://gateway.go1.com/learning-objects, page 1: the answer is an HTML page, not JSON"
                )
            ),
            (
                200, "",
                .contract(
                    "GET https://gateway.go1.com/learning-objects, page 1: the answer is empty, not JSON")
            ),
            (
                200, #"{"total":2,"hits":[{"lo_id":"1""#,
                .contract(
                    """
                    GET https://gateway.go1.com/learning-objects, page 1: line 1, column 32: \
                    expected "," or "}", found the end
                    """)
            ),
            (
                200, #"{"total":2}"#,
                .contract(
                    "GET https://gateway.go1.com/learning-objects, page 1: the answer has no list \"hits\"")
            ),
            (
                200, #"{"hits":{}}"#,
                .contract(
                    """
                    GET https://gateway.go1.com/learning-objects, page 1: line 1, column 9: \
                    "hits" is an object; a list was expected
                    """)
            ),
            (
                200, #"{"total":{"value":3},"hits":[]}"#,
                .contract(
                    """
                    GET https://gateway.go1.com/learning-objects, page 1: total is an object; \
                    a whole number was expected
                    """)
            ),
            (
                200, #"{"total":"many","hits":[]}"#,
                .contract(
                    """
                    GET https://gateway.go1.com/learning-objects, page 1: total is "many"; \
                    a whole number was expected
                    """)
            ),
            (
                200, #"{"total":1,"hits":[],"next_scroll_id":5}"#,
                .contract(
                    """
                    GET https://gateway.go1.com/learning-objects, page 1: next_scroll_id is a number; \
                    text was expected
                    """)
            ),
        ])
    func noPage(
        status: Int, body: String, expected: Failure
    ) async {
        await #expect(throws: expected) {
            try await go1.page(PageRequest(after: nil), of: connection(ScriptedClient(.text(status, body))))
        }
    }
}
