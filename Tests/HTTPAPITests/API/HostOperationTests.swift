import ConnectorKit
import Foundation
import HTTPTypes
import OpenAPITesting
import Testing

@testable import HTTPAPI

@Suite struct APIHostTests {
    @Test("An export is a download of all courses and attempts, in both formats")
    func export() async throws {
        try await APISite.with { site in
            let answer = try await site.get("/groups/english/export")
            #expect(answer.headers[.contentDisposition] == "attachment; filename=\"english.json\"")
            let whole = try #require(answer.json)
            #expect(whole["group"] == .text("english"))
            #expect(
                whole["courses"]?.list == (try await site.get("/groups/english/courses?archived=any").items))
            #expect(whole["attempts"]?.list == (try await site.get("/groups/english/attempts").items))
            let lines = try await site.get("/groups/english/export?format=ndjson")
            #expect(lines.headers[.contentType] == "application/x-ndjson")
            let count = (whole["courses"]?.list?.count ?? 0) + (whole["attempts"]?.list?.count ?? 0)
            #expect(lines.text.split(separator: "\n").count == count)
            let left = try FileManager.default.contentsOfDirectory(
                atPath: site.folder.appending(path: "data").path)
            #expect(!left.contains { $0.hasPrefix(".export") })
        }
    }

    @Test("Status tells of the deployments a token covers")
    func status() async throws {
        try await APISite.with { site in
            let all = try await site.get("/status")
            #expect(all.texts("group") == ["all", "english"])
            #expect(all.items.map { $0["active"] } == [.number(6), .number(5)])
            #expect(all.texts("lastOutcome") == ["done", "done"])
            #expect(try await site.get("/status", as: "guest").texts("group") == ["english"])
        }
    }

    @Test("The files are checked, and what they lead to where that is asked for")
    func check() async throws {
        try await APISite.with { site in
            #expect(
                try await site.get("/check").text
                    == #"{"groups":2,"deployments":2,"mistakes":[],"online":null}"#)
            let online = try await site.get("/check?online=true").json?["online"]?.list
            #expect(online?.map { $0["problem"] } == [.null])
            #expect(online?.first?["groups"] == .list([.text("all"), .text("english")]))
        }
    }

    @Test("The schemas of the files are those the command line prints")
    func schema() async throws {
        try await APISite.with { site in
            let group = try await site.get("/schema/group").json
            #expect(group?["title"] == .text("A group's file under providers/"))
            #expect(try await site.get("/schema/host").json?["title"] == .text("tributary.yaml, the host"))
            #expect(
                try await site.get("/schema/none").json
                    == problem(404, "Not Found", "there is no such schema; host or group was expected"))
        }
    }

    @Test("Where nothing is set aside there is nothing to replay")
    func replay() async throws {
        try await APISite.with { site in
            let replayed = try await site.call(.post, "/replay", body: "{}")
            #expect(replayed.text == #"{"items":[]}"#)
            #expect(
                try await site.call(.post, "/replay", body: #"{"id":"push-9"}"#).json
                    == problem(404, "Not Found", "no event or push \"push-9\" is set aside"))
        }
    }

    @Test("An item is explained by its external id, one that is no course of the group too")
    func explain() async throws {
        try await APISite.with { site in
            let path = "/groups/english/providers/shelf/items"
            let own = try await site.get("\(path)/1/explanation").json
            #expect(own?["verdict"] == .text("active"))
            #expect(try await site.get("\(path)/2/explanation").json?["verdict"] == .text("not taken"))
            #expect(
                try await site.get("\(path)/99/explanation").json
                    == problem(404, "Not Found", "english: shelf has not listed an item \"99\""))
        }
    }
}
