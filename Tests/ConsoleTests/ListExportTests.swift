import Foundation
import Host
import HTTPTypes
import Model
import Store
import Testing

@testable import Console

@Suite struct ListExportTests {
    @Test("Every list is there as a CSV file with the command line's columns, and its page links to it")
    func lists() async throws {
        try await ConsoleSite.with { site in
            let store = site.live.current.store
            let path = try #require(try await store.addPath(named: "First"))
            _ = try await store.place(try await site.course("1"), inPath: path.id, at: nil)
            let visitor = try await site.visitor()
            let header = [
                "/groups/all/courses": Record.courseKeys, "/paths/1": Record.courseKeys,
                "/paths": Record.pathKeys, "/retiring": Record.retiringKeys,
                "/overlaps": Record.overlapKeys, "/runs": Record.runKeys,
                "/statistics": Record.attemptKeys, "/statistics?group=all": Record.attemptKeys,
                "/statistics/courses?from=2026-01-01": Record.courseActivityKeys,
                "/statistics/learners?user=ann": Record.learnerActivityKeys,
                "/statistics/learner?user=ann@example.com": Record.attemptKeys,
            ]
            for (path, keys) in header {
                let page = try await visitor.get(path)
                let link = try #require(page.attributes("href", of: "a", where: "class=\"csv\"").first)
                let file = try await visitor.get(link.replacing("&amp;", with: "&"))
                #expect(file.status == 200, "\(path)")
                #expect(file.headers[.contentType] == "text/csv; charset=utf-8")
                #expect(file.headers[.contentDisposition]?.hasPrefix("attachment; filename=") == true)
                let lines = file.text.split(separator: "\r\n", omittingEmptySubsequences: false)
                #expect(lines.first.map(String.init) == "\u{FEFF}" + keys.joined(separator: ","), "\(path)")
                #expect(lines.count > 2 && lines.last == "", "\(path)")
            }
        }
    }

    @Test("A file has the rows of the list as it is filtered, of all pages")
    func filtered() async throws {
        try await ConsoleSite.with { site in
            let visitor = try await site.visitor()
            for query in ["", "?q=safety", "?language=en&archived=any", "?publisher=Acme", "?subject=x"] {
                let page = try await visitor.get("/groups/all/courses" + query)
                let shown = Set(page.text.matches(of: #/<code>([^<]+)<\/code>/#).map { String($0.1) })
                let file = try await visitor.get("/groups/all/courses.csv" + query)
                let rows = file.text.split(separator: "\r\n").dropFirst()
                let ids = Set(rows.map { String($0.split(separator: ",")[3]) })
                #expect(ids == shown, "\(query)")
            }
        }
    }

    @Test("A file of a group that the visitor may not see is refused as its page is")
    func limited() async throws {
        try await ConsoleSite.with { site in
            let guest = try await site.visitor("guest")
            #expect(try await guest.get("/groups/all/courses.csv").status == 404)
            #expect(try await guest.get("/groups/all/attempts.csv").status == 404)
            let attempts = try await guest.get("/attempts.csv")
            #expect(!attempts.text.contains(",all,"))
        }
    }
}
