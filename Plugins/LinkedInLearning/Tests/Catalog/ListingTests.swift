import ConnectorKit
import Foundation
import LinkedInLearningSimulator
import TestSupport
import Testing

@testable import LinkedInLearning

@Suite("How the catalog is listed")
struct ListingTests {
    @Test("each slice is asked for its size, then read page by page, and empty ones are passed over")
    func requests() async throws {
        let client = AccountClient(items: 40)
        let pages = try await listing(client.connection(["locales": "en_US, ja_JP", "page_size": "20"]))
        #expect(pages.map(\.rows) == [0, 0, 0, 0, 20, 6, 2])
        #expect(pages.map(\.total) == [nil, nil, nil, 28, 28, 28, 28])
        #expect(pages.map(\.isLast) == [false, false, false, false, false, false, true])
        let starts = client.account.requests.map { target in
            let values = target.split(whereSeparator: { "?&".contains($0) }).dropFirst()
            return ["q", "sourceLocale.language", "start", "count"].map { name in
                values.first { $0.hasPrefix("\(name)=") }?.dropFirst(name.count + 1) ?? "-"
            }.joined(separator: " ")
        }
        #expect(
            starts == [
                "localeAndType en 0 1", "criteria - 0 1", "localeAndType ja 0 1", "criteria - 0 1",
                "localeAndType en 0 20", "localeAndType en 20 20", "criteria - 0 20",
            ])
    }

    @Test("every asset of the locales comes once, with what retired; videos only if they are asked for")
    func complete() async throws {
        let client = AccountClient(items: 120)
        let all = "en_US de_DE fr_FR"
        let ids = try await listing(client.connection(["locales": all])).flatMap(\.items).map(\.id)
        #expect(ids.sorted() == client.account.assets.map(\.urn).sorted())
        let courses = try await listing(client.connection(["locales": all, "learning_paths": "false"]))
        #expect(courses.last?.total == client.account.assets.count { $0.kind == .course })
        let videos = try await listing(client.connection(["locales": all, "videos": "true"]))
        #expect(videos.last?.total == 3 * 120)
    }

    @Test(
        "a slice whose size changes on the way changes the total, so that the host takes the listing for none"
    )
    func changed() async throws {
        let client = AccountClient(items: 40)
        let connection = client.connection(["learning_paths": "false", "page_size": "10"])
        var totals: [Int?] = []
        var next: Checkpoint?
        repeat {
            let page = try await page(PageRequest(after: next), connection)
            totals.append(page.total)
            next = page.next
            if totals.count == 2 { client.account.delete(try #require(page.items.first).id) }
        } while next != nil
        #expect(totals == [26, 26, 25, 25])
    }

    @Test("an unchanged page is known by its bytes, also that of a size")
    func unchanged() async throws {
        let connection = AccountClient(items: 40).connection(["page_size": "10"])
        var next: Checkpoint?
        repeat {
            let first = try await page(PageRequest(after: next), connection)
            let request = PageRequest(after: next, memo: first.memo)
            guard
                case .unchanged(let rows, let after, let total) = try await linkedIn.page(
                    request, of: connection)
            else { throw Failure.fatal("the page was read again") }
            #expect(rows == first.rows)
            #expect(after == first.next)
            #expect(total == first.total)
            next = after
        } while next != nil
    }

    @Test(
        "a checkpoint of other settings, or none of ours, is refused",
        arguments: ["", "0", "0 0 5 7 9", "2 0 5 7", "0 10", "1 0", "0 -1 5 7", "0 0 5 x"])
    func foreign(text: String) async throws {
        let answer = try await linkedIn.page(
            PageRequest(after: Checkpoint(text)), of: AccountClient(items: 10).connection())
        guard case .checkpointRefused("the checkpoint cannot be read") = answer else {
            Issue.record("\(text) was taken")
            return
        }
    }

    @Test(
        "what is no page is reported with the request and what would be right",
        arguments: [
            (200, "<html>", Failure.contract("\(Self.request): the answer is an HTML page, not JSON")),
            (200, "{}", .contract("\(Self.request): the answer has no list \"elements\"")),
            (
                200, #"{"elements":[]}"#,
                .contract("\(Self.request): no paging.total; a whole number was expected")
            ),
            (
                200, #"{"elements":[],"paging":{"total":9,"links":[]}}"#,
                .contract(
                    "\(Self.request): the page after 1 of 9 is missing; a link \"next\" was expected")
            ),
            (
                403, #"{"serviceErrorCode":100,"message":"Not enough permissions","status":403}"#,
                .credentials(
                    "\(Self.request): HTTP 403, \"Not enough permissions\"; needed is content, which an administrator "
                        + "allows under Access content and reports via API")
            ),
            (404, "", .contract("\(Self.request): HTTP 404; a page was expected")),
        ])
    func faults(status: Int, body: String, expected: Failure) async {
        let client = ScriptedClient(.text(status, body))
        await #expect(throws: expected) {
            try await linkedIn.page(
                PageRequest(), of: Connection(settings: AccountClient.settings(), client: client))
        }
    }

    private static let request = "GET https://api.linkedin.example/v2/learningAssets, COURSE en_US from 0 on"

    private func page(_ request: PageRequest, _ connection: Connection) async throws -> CatalogPage {
        guard case .page(let page) = try await linkedIn.page(request, of: connection) else {
            throw Failure.fatal("there is no page")
        }
        return page
    }

    private func listing(_ connection: Connection) async throws -> [CatalogPage] {
        var pages: [CatalogPage] = []
        repeat {
            pages.append(try await page(PageRequest(after: pages.last?.next), connection))
        } while !(pages.last?.isLast ?? true)
        return pages
    }
}
