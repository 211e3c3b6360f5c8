import ConnectorKit
import Foundation
import HTTPTypes
import OpenAPITesting
import Push
import Testing

@testable import HTTPAPI
@testable import Host

@Suite struct APIPushTests {
    static let path = "/groups/all/providers/shelf/push/content"

    static func item(_ reference: String, _ title: String) -> String {
        #"{"external_reference":"\#(reference)","title":"\#(title)","description":"d","#
            + #""launch_url":"https://x.example/1","image":"https://x.example/1.png","duration":5}"#
    }

    @Test("What is pushed is accepted at once, and what became of each item can be asked")
    func push() async throws {
        try await APISite.with { site in
            let items = [
                Self.item("a", "New"), Self.item("b", "Old"), Self.item("a", "New"), #"{"title":7}"#,
            ]
            let accepted = try await site.call(.post, Self.path, body: "[\(items.joined(separator: ","))]")
            #expect(accepted.status == 202)
            #expect(accepted.json?["entries"] == .number(4))
            #expect(accepted.json?["waiting"] == .number(2))
            let id = try #require(accepted.json?["id"]?.text)
            let waiting = try await site.get("/groups/all/pushes/\(id)/outcomes?limit=2")
            #expect(waiting.items.map { $0["outcome"] } == [.null, .null])

            let target = try await site.host.push.target(group: "all", provider: "shelf")
            _ = try await site.host.push.deliver(to: try #require(target))
            #expect(try await site.get("/groups/all/pushes/\(id)").json?["waiting"] == .number(0))
            let outcomes = try await site.get("/groups/all/pushes/\(id)/outcomes")
            #expect(outcomes.texts("outcome") == ["created", "unchanged", "refused", "refused"])
            #expect(
                outcomes.items[2]["reason"]
                    == .text("duplicate external_reference; line 1 has the same"))
            #expect(
                try await site.get("/groups/english/pushes/\(id)").json
                    == problem(404, "Not Found", "there is no push \"\(id)\""))
        }
    }

    @Test("One item is pushed like a list of one, and what it would do can be asked before")
    func single() async throws {
        try await APISite.with { site in
            let plan = try await site.call(.post, Self.path + "/plan", body: Self.item("a", "New"))
            #expect(
                plan.text
                    == #"{"items":[{"line":1,"reference":"a","outcome":"created","reason":"put it there"}]}"#)
            #expect(
                try await site.call(.post, Self.path + "/plan", body: Self.item("a", "Down")).json
                    == problem(502, "Bad Gateway", "shelf for all: the shelf does not know us"))
            let body =
                #"{"content_external_reference":"a","email":"a@b.example","completed_at":"2026-01-01T00:00:00Z"}"#
            let pushed = try await site.call(
                .post, "/groups/all/providers/shelf/push/completions", body: body)
            #expect(pushed.json?["entries"] == .number(1))
            #expect(
                try await site.call(.post, Self.path, body: "[]").json
                    == problem(400, "Bad Request", "the body: 1 to 10000 items were expected"))
            #expect(
                try await site.call(.post, Self.path, body: "7").json
                    == problem(400, "Bad Request", "the body is a number; an object was expected"))
        }
    }
}
