import ConnectorKit
import Testing
import TestSupport

@Suite("Answers of services")
struct AnswerTests {
    private static func answer(_ body: String, _ status: Int = 200) -> ServiceAnswer {
        ServiceAnswer(
            HTTPResponse(status: status, body: Array(body.utf8)), to: "GET https://x.example/l, page 2")
    }

    private static let paths = JSONPaths(["id", "title"])

    @Test("Total and next are read wherever the page has them")
    func nested() throws {
        let list = try ListAnswer(
            Self.answer(
                #"{"paging":{"total":3,"next":{"cursor":"c"}},"elements":[{"id":"a","title":"A"},{"id":7},{}]}"#
            ),
            elementsOf: "elements", total: "paging.total", next: "paging.next.cursor", paths: Self.paths)
        #expect(list.total == 3)
        #expect(list.next == "c")
        let page = list.catalogPage(next: Checkpoint("2"), firstRow: 11)
        #expect(page.items.map(\.id) == ["a", "7"])
        #expect(page.refused == [RefusedItem(id: nil, reason: "row 13: no id")])
        #expect(page.rows == 3 && page.total == 3 && !page.isLast)
        #expect(try list.rows(Settings(texts: [:]))[0]["title"].text() == "A")
    }

    @Test("A row without an id names the members that hold one")
    func nameless() throws {
        let list = try ListAnswer(
            Self.answer(#"{"elements":[{"title":"A"},{"uuid":true},{"guid":"g"}]}"#), elementsOf: "elements",
            paths: JSONPaths(["title", "uuid", "guid"]), identity: 1..<3)
        let page = list.catalogPage(next: nil)
        #expect(page.items.map(\.id) == ["g"])
        #expect(
            page.refused.map(\.reason) == [
                "row 1: no uuid or guid", "row 2: the id is true or false",
            ])
    }

    @Test(
        "A page of the wrong shape is reported with its request",
        arguments: [
            (
                #"{"elements":[],"paging":{"total":"x"}}"#,
                "paging.total is \"x\"; a whole number was expected"
            ),
            (
                #"{"elements":[],"paging":{"total":[]}}"#,
                "paging.total is a list; a whole number was expected"
            ),
            (#"{"elements":[],"paging":{"next":1}}"#, "paging.next is a number; text was expected"),
            (#"{"paging":{}}"#, "the answer has no list \"elements\""),
        ])
    func wrong(_ body: String, _ reason: String) {
        #expect(throws: Failure.contract("GET https://x.example/l, page 2: \(reason)")) {
            try ListAnswer(
                Self.answer(body), elementsOf: "elements", total: "paging.total", next: "paging.next",
                paths: Self.paths)
        }
    }

    @Test("What a status says is reported with the service's words, and never with a secret")
    func status() {
        #expect(
            throws: Failure.credentials(
                "GET https://x.example/l, page 2: HTTP 403, \"No role\"; needed is the scope reports")
        ) {
            try Self.answer(#"{"detail":"No\n role"}"#, 403)
                .requireSuccess("a page", permission: "the scope reports")
        }
        #expect(
            throws: Failure.credentials(
                "GET https://x.example/l, page 2: HTTP 401, \"No such key\"; the service refused the credentials"
            )
        ) {
            try Self.answer(#"{"error":{"code":"unauthorized","message":"No such key"}}"#, 401)
                .requireSuccess("a page", permission: "the scope reports")
        }
        let forbidden = Self.answer(#"{"error":{"code":"forbidden","detail":"No reports"}}"#, 403)
        #expect(forbidden.problem == "GET https://x.example/l, page 2: HTTP 403, \"No reports\"")
        let told = ServiceAnswer(
            HTTPResponse(status: 400, body: Array(#"{"message":"no client a b%2Fc","error":"a"}"#.utf8)),
            to: "POST https://x.example/token", hiding: Secret("b/c"))
        #expect(told.problem == "POST https://x.example/token: HTTP 400, \"a\"")
    }

    @Test(
        "A token is asked for with credentials and scopes, and a lifetime that is not stated is the usual one"
    )
    func token() async throws {
        let client = ScriptedClient(.text(200, #"{"access_token":"t"}"#))
        var credentials = ClientCredentials(url: "https://x.example/token", id: "i&d", secret: Secret("s"))
        credentials.scope = "a b"
        credentials.audience = "https://x.example/api"
        credentials.certificate = ClientCertificate(
            pem: Secret("-----BEGIN CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----"))
        let token = try await credentials.token(over: client, advice: "look")
        #expect(token.value.reveal() == "t" && token.lifetime == .seconds(3_600))
        #expect(
            client.requests.map { String(decoding: $0.body ?? [], as: UTF8.self) } == [
                "grant_type=client_credentials&client_id=i%26d&client_secret=s&scope=a%20b"
                    + "&audience=https%3A%2F%2Fx.example%2Fapi"
            ])
        #expect(client.requests.allSatisfy { $0.certificate == credentials.certificate })
        #expect(client.requests.allSatisfy { !$0.authorized && $0.repeatable })
    }
}
