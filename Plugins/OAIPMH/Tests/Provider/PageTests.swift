import ConnectorKit
import Testing
import TestSupport

@testable import OAIPMH

@Suite("Pages of records")
struct PageTests {
    private func answer(
        after checkpoint: String? = nil, since: String? = nil, with more: [String: String] = [:],
        _ responses: HTTPResponse...
    ) async throws -> (answer: CatalogAnswer, requests: [String]) {
        let client = ScriptedClient(responses.map { .success($0) })
        let request = PageRequest(
            after: checkpoint.map { ListingPosition(line: $0)?.checkpoint ?? Checkpoint($0) },
            since: since.map { Checkpoint($0) })
        let answer = try await oai.page(
            request, of: Connection(settings: settings(more), client: client))
        return (answer, client.requests.map(\.url))
    }

    private func page(
        after checkpoint: String? = nil, since: String? = nil, _ responses: HTTPResponse...
    ) async throws -> CatalogPage {
        let client = ScriptedClient(responses.map { .success($0) })
        let request = PageRequest(
            after: checkpoint.map { ListingPosition(line: $0)?.checkpoint ?? Checkpoint($0) },
            since: since.map { Checkpoint($0) })
        guard
            case .page(let page) = try await oai.page(
                request, of: Connection(settings: settings(), client: client))
        else { throw Failure.fatal("no page") }
        return page
    }

    private static let url = "https://repository.example.edu/oai?verb="
    private static let page1 = "GET \(url)ListRecords, page 1"

    // MARK: - Requests

    @Test("the first page is requested after the repository was identified")
    func firstRequests() async throws {
        let requests = try await answer(with: ["set": "law:civil"], .identify(), .records(record("1")))
            .requests
        #expect(
            requests == [
                Self.url + "Identify", Self.url + "ListRecords&metadataPrefix=oai_dc&set=law%3Acivil",
            ])
    }

    @Test("the next page is requested only by its token, every character encoded")
    func nextRequest() async throws {
        let requests = try await answer(
            after: "1 1 - persistent whole - a/b+c=d&e é%20 f", .records(record("1"))
        ).requests
        #expect(
            requests == [
                Self.url + "ListRecords&resumptionToken=a%2Fb%2Bc%3Dd%26e%20%C3%A9%2520%20f"
            ])
    }

    @Test(
        "changes are requested only with persistent deletions, in the repository's granularity",
        arguments: [
            ("persistent", "YYYY-MM-DDThh:mm:ssZ", "&from=2024-01-02T03%3A04%3A05Z"),
            ("persistent", "YYYY-MM-DD", "&from=2024-01-02"), ("persistent", "", "&from=2024-01-02"),
            ("transient", "YYYY-MM-DD", ""), ("no", "YYYY-MM-DD", ""), ("sometimes", "YYYY-MM-DD", ""),
        ])
    func changes(deletions: String, granularity: String, from: String) async throws {
        let result = try await answer(
            since: "2024-01-02T03:04:05Z", .identify(deletions: deletions, granularity: granularity),
            .records(record("1")))
        #expect(result.requests.last == Self.url + "ListRecords&metadataPrefix=oai_dc" + from)
        guard case .page(let page) = result.answer else { throw Failure.fatal("no page") }
        #expect(page.scope == (from.isEmpty ? .whole : .changes))
        let mark = Checkpoint("2024-04-30T10:20:30Z,newest=2024-04-30T00:00:00Z")
        #expect(page.mark == (deletions == "persistent" ? mark : nil))
    }

    @Test("a malformed mark or a set lists everything")
    func whole() async throws {
        for (since, more) in [("yesterday", [String: String]()), ("2024-01-02T03:04:05Z", ["set": "law"])] {
            let requests = try await answer(since: since, with: more, .identify(), .records(record("1")))
                .requests
            #expect(requests.last?.contains("from=") == false)
        }
    }

    // MARK: - Pages

    @Test("a page has its items, deletions, rows and the position of the next page")
    func onePage() async throws {
        let page = try await page(
            .identify(),
            .records(
                record("a")
                    + """
                    <record><header status="deleted"><identifier>b</identifier>\
                    </header></record>
                    """ + record("c")
                    + "<resumptionToken completeListSize=\"7\" cursor=\"0\"> t 1 </resumptionToken>"))
        #expect(page.items.map(\.id) == ["a", "c"])
        #expect(page.deleted == ["b"])
        #expect(page.rows == 3)
        #expect(page.total == 7)
        #expect(!page.isLast)
        #expect(
            page.next
                == ListingPosition(
                    line: "1 3 7 persistent whole 2024-04-30T10:20:30Z,newest=2024-04-30T00:00:00Z t 1")?
                .checkpoint)
        #expect(page.mark == nil)
    }

    @Test(
        "an empty or missing token is the end; the mark is that of the first response",
        arguments: [
            "", "<resumptionToken/>",
            "<resumptionToken cursor='9' completeListSize='10'> \n</resumptionToken>",
        ])
    func end(token: String) async throws {
        let page = try await page(
            after: "3 9 - persistent changes 2024-04-01T00:00:00Z t", .records(record("1") + token))
        #expect(page.isLast)
        #expect(page.next == nil)
        #expect(page.scope == .changes)
        #expect(page.mark == Checkpoint("2024-04-01T00:00:00Z,newest=2024-04-30T00:00:00Z"))
        #expect(page.total == (token.contains("10") ? 10 : nil))
    }

    @Test("a page with a token but without records is not the end")
    func emptyPage() async throws {
        let page = try await page(
            after: "1 1 - no whole - t", .records("<resumptionToken completeListSize='x'>u</resumptionToken>")
        )
        #expect(page.rows == 0)
        #expect(!page.isLast)
        #expect(page.total == nil)
        #expect(page.next == ListingPosition(line: "2 1 - no whole - u")?.checkpoint)
    }

    @Test("noRecordsMatch is an empty list, with any status")
    func noRecords() async throws {
        for status in [200, 404, 422] {
            let page = try await page(.identify(), .error("noRecordsMatch", status: status))
            #expect(page.isLast)
            #expect(page.rows == 0)
            #expect(page.total == nil)
        }
    }

    @Test("deleted headers archive only if they are persistent", arguments: ["no", "transient"])
    func headers(deletions: String) async throws {
        let page = try await page(
            after: "1 1 - \(deletions) whole - t",
            .records("<record><header status='deleted'><identifier>b</identifier></header></record>"))
        #expect(page.deleted == [])
        #expect(page.rows == 1)
    }

    @Test("an unreadable record is refused by its identifier, and the page goes on")
    func refused() async throws {
        let page = try await page(
            .identify(),
            .records(
                "<record><header><datestamp>2024-01-01</datestamp></header></record>" + record("a")
                    + "<record><header><identifier>b</identifier></header></record><record/>"
                    + record("c", title: "&#xFFFE;") + record("d", title: "Tom &amp; Jerry")))
        #expect(page.items.map(\.id) == ["a", "c", "d"])
        #expect(page.rows == 6)
        #expect(page.refused.map(\.id) == [nil, "b", nil])
        #expect(
            page.refused.map(\.reason) == [
                "page 1, row 1: no header.identifier", "the record has no metadata",
                "page 1, row 4: no header.identifier",
            ])
    }

    @Test("a digest changes only with a mapped value")
    func digest() async throws {
        func digest(_ record: String) async throws -> UInt64? {
            try await page(.identify(), .records(record)).items.first?.digest
        }
        let first = try await digest(record("a"))
        #expect(first != nil)
        #expect(
            try await digest(record("a").replacing("<dc:title>", with: "<!-- x --><dc:title>\n ")) == first)
        #expect(
            try await digest(
                record("a").replacing("</oai_dc:dc>", with: "<dc:rights>r</dc:rights></oai_dc:dc>")) == first)
        #expect(try await digest(record("a", title: "U")) != first)
        #expect(try await digest(record("a").replacing("04-30", with: "04-29")) != first)
    }

    // MARK: - Refusals

    @Test("a refused token restarts the listing")
    func badToken() async throws {
        let result = try await answer(
            after: "2 2 - persistent whole - t", .error("badResumptionToken", "Token\n expired", status: 400))
        guard case .checkpointRefused(let reason) = result.answer else { throw Failure.fatal("not refused") }
        #expect(reason == "GET \(Self.url)ListRecords, page 3: badResumptionToken, \"Token expired\"")
    }

    @Test(
        "a malformed checkpoint is refused without a request",
        arguments: ["", "x", "1 1 - no whole", "0 {}"])
    func foreignCheckpoint(text: String) async throws {
        let result = try await answer(after: text)
        guard case .checkpointRefused(let reason) = result.answer else { throw Failure.fatal("not refused") }
        #expect(reason == "the checkpoint cannot be read")
        #expect(result.requests == [])
    }

    @Test("a page that is its own next page is refused")
    func endless() async {
        await #expect(
            throws: Failure.contract(
                "GET \(Self.url)ListRecords, page 2: the answer repeats the token of its request; "
                    + "the next page was expected")
        ) {
            try await answer(
                after: "1 1 - no whole - t", .records(record("1") + "<resumptionToken>t</resumptionToken>"))
        }
    }

    @Test(
        "a response without a page is reported with what to check",
        arguments: [
            (
                HTTPResponse.error("cannotDisseminateFormat", "no oai_dc"),
                Failure.configuration(
                    "\(page1): cannotDisseminateFormat, \"no oai_dc\"; "
                        + "the setting metadata_prefix must name a format it has")
            ),
            (
                .error("noSetHierarchy"),
                .configuration(
                    "\(page1): noSetHierarchy; the repository has no sets: remove the setting set")
            ),
            (
                .error("badArgument", "from &amp; until"),
                .contract("\(page1): badArgument, \"from & until\"; an answer was expected")
            ),
            (
                .text(401, ""),
                .credentials("\(page1): HTTP 401; the repository does not let this machine harvest")
            ),
            (
                .text(403, "<html></html>"),
                .credentials("\(page1): HTTP 403; the repository does not let this machine harvest")
            ),
            (.text(404, "Not found"), .contract("\(page1): HTTP 404; is the setting url right?")),
            (.text(400, "<a/>"), .contract("\(page1): HTTP 400; OAI-PMH was expected")),
            (.text(200, ""), .contract("\(page1): the answer is empty, not XML")),
            (
                .text(200, "<!DOCTYPE html><html></html>"),
                .contract("\(page1): the answer is an HTML page, not XML")
            ),
            (
                .text(200, "<rss version='2.0'><channel/></rss>"),
                .contract(
                    "\(page1): the answer is XML of another kind, with the root rss; "
                        + "OAI-PMH 2.0 was expected: is the setting url right?")
            ),
            (.oai("<ListSets/>"), .contract("\(page1): the answer has neither ListRecords nor an error")),
            (
                .oai("<ListRecords><resumptionToken>a&#xFFFE;b</resumptionToken></ListRecords>"),
                .contract("\(page1): line 1, column 184: xmlParseCharRef: invalid xmlChar value 65534")
            ),
            (
                .oai("<ListRecords>"),
                .contract(
                    "\(page1): line 1, column 168: Opening and ending tag mismatch: ListRecords line 1 "
                        + "and OAI-PMH"
                )
            ),
        ] as [(HTTPResponse, Failure)])
    func noPage(response: HTTPResponse, expected: Failure) async {
        await #expect(throws: expected) {
            try await answer(.identify(), response)
        }
    }

    @Test("a repository of another version is refused")
    func version() async {
        await #expect(
            throws: Failure.configuration(
                "GET \(Self.url)Identify: the repository speaks version \"1.1\" of OAI-PMH; 2.0 was expected")
        ) { try await answer(.identify(version: "1.1")) }
    }
}
