import ConnectorKit
import Foundation
import HTTPTesting
import HTTPTypes
import Host
import Model
import OpenAPITesting
import Store
import StoreTesting
import Testing
import TestSupport

@testable import HTTPAPI

@Suite struct APISyncTests {
    static let path = "/groups/english/providers/shelf/sync"

    /// The events of a stream, each with its data read.
    static func events(_ text: String) -> [(name: String, data: JSONValue?)] {
        text.components(separatedBy: "\n\n").compactMap { block in
            let lines = block.split(separator: "\n")
            guard let name = lines.first(where: { $0.hasPrefix("event: ") })?.dropFirst(7),
                let data = lines.first(where: { $0.hasPrefix("data: ") })?.dropFirst(6)
            else { return nil }
            return (String(name), JSONValue(json: String(data)))
        }
    }

    @Test("A sync is begun at once, is followed to its end, and tells of its runs")
    func sync() async throws {
        try await APISite.with { site in
            let begun = try await site.call(.post, Self.path, body: #"{"kind":"all"}"#)
            #expect(begun.status == 202)
            let id = try #require(begun.json?["id"]?.text)
            let stream = try await site.get("/syncs/\(id)/events")
            #expect(stream.headers[.contentType] == "text/event-stream")
            let events = Self.events(stream.text)
            #expect(
                events.filter { $0.name == "run" }.map { $0.data?["outcome"] } == [
                    .text("done"), .text("done"),
                ])
            let last = try #require(events.last)
            #expect(last.name == "sync")
            #expect(last.data?["finished"] == .boolean(true))
            #expect(last.data?["runs"]?.list?.map { $0["kind"] } == [.text("catalog"), .text("stats")])
            #expect(try await site.get("/syncs/\(id)").json == last.data)
            #expect(try await site.get("/syncs/\(id)", as: "guest").status == 200)
        }
    }

    @Test("A dry run tells what would change, and changes nothing")
    func dryRun() async throws {
        try await APISite.with { site in
            let runs = try await site.get("/runs").text
            let begun = try await site.call(
                .post, Self.path, body: #"{"kind":"catalog","dryRun":true,"full":true}"#)
            let id = try #require(begun.json?["id"]?.text)
            let end = Self.events(try await site.get("/syncs/\(id)/events").text).last
            #expect(end?.data?["runs"]?.list?.map { $0["id"] } == [.null])
            #expect(end?.data?["runs"]?.list?.first?["unchanged"] == .number(11))
            #expect(end?.data?["error"] == .null)
            #expect(try await site.get("/runs").text == runs)
        }
    }

    @Test("A run is followed, in whichever process it is, until it ends")
    func follow() async throws {
        try await APISite.with { site in
            let known = try #require(try await site.host.store.runs(limit: 1).first)
            let run = try await site.host.store.leased().beginRun(
                kind: "catalog", provider: "shelf", connection: known.connection, groups: ["all"],
                at: site.time.now)
            async let followed = site.get("/runs/\(run.number)/events")
            try await site.host.store.leased().finishRun(
                run, at: site.time.now, outcome: .failed, error: "gone", counters: Run.Counters(), seconds: 1)
            let events = Self.events(try await followed.text)
            #expect(events.map(\.name) == ["run"])
            #expect(events.first?.data?["outcome"] == .text("failed"))
            #expect(try await site.get("/runs/\(run.number)").json == events.first?.data)
        }
    }

    @Test("Called again with its key a sync is the same sync, and another call is refused the key")
    func keys() async throws {
        try await APISite.with { site in
            let key = try #require(RepeatedCalls.header)
            let body = #"{"kind":"catalog"}"#
            let first = try await site.call(.post, Self.path, body: body, headers: [key: "k1"])
            let again = try await site.call(.post, Self.path, body: body, headers: [key: "k1"])
            #expect(first.text == again.text)
            let other = try await site.call(.post, Self.path, body: body, headers: [key: "k2"])
            #expect(other.json?["id"] != first.json?["id"])
            #expect(
                try await site.call(.post, Self.path, body: #"{"kind":"stats"}"#, headers: [key: "k1"]).json
                    == problem(
                        422, "Unprocessable Content",
                        "this Idempotency-Key was used for another call; use a new one"))
            let path = #"{"name":"Once"}"#
            for _ in 1...2 { try await site.call(.post, "/paths", body: path, headers: [key: "k3"]) }
            #expect(try await site.get("/paths").texts("name") == ["Once"])
            site.time.pass(RepeatedCalls.seconds + 1)
            try await site.call(.post, "/paths", body: path, headers: [key: "k3"])
            #expect(try await site.get("/paths").texts("name") == ["Once", "Once"])
        }
    }

    @Test(
        "A key whose call is being performed, on whichever host, is refused until that host must have ended")
    func claimed() async throws {
        try await APISite.with { site in
            let key = try #require(RepeatedCalls.header)
            let now = site.host.now
            let claim = try await site.host.store.claim(
                "k", of: "token 1", fingerprint: "another host's", at: now, abandoned: now, earliest: now)
            guard case .perform = claim else { throw Problem.conflict("the key is taken") }
            let path = #"{"name":"Once"}"#
            let refused = try await site.call(.post, "/paths", body: path, headers: [key: "k"])
            #expect(
                refused.json
                    == problem(
                        409, "Conflict",
                        "a call with this Idempotency-Key is in progress; try again when it is done"))
            #expect(try await site.get("/paths").items.isEmpty)
            site.time.pass(RepeatedCalls.abandoned + 1)
            let performed = try await site.call(.post, "/paths", body: path, headers: [key: "k"])
            #expect(performed.status == 201)
            let again = try await site.call(.post, "/paths", body: path, headers: [key: "k"])
            #expect(again.text == performed.text)
            #expect(try await site.get("/paths").texts("name") == ["Once"])
        }
    }

    @Test("A call that failed gives its key back")
    func failed() async throws {
        try await APISite.with { site in
            let key = try #require(RepeatedCalls.header)
            let wrong = try await site.call(
                .post, "/paths", body: "{\"name\":\" \"}", headers: [key: "k"])
            #expect(wrong.status == 400)
            let right = try await site.call(.post, "/paths", body: #"{"name":"P"}"#, headers: [key: "k"])
            #expect(right.status == 201)
        }
    }

    @Test("What cannot be synced is said, and a limited token follows nothing of others")
    func refusals() async throws {
        try await APISite.with { site in
            let none = try await site.call(.post, "/syncs", body: #"{"kind":"all","provider":"none"}"#)
            #expect(
                none.json
                    == problem(
                        409, "Conflict",
                        "nothing to sync: no enabled deployment is configured for that"))
            let unknown = try await site.call(.post, "/syncs", body: #"{"kind":"all","group":"none"}"#)
            #expect(unknown.json == problem(404, "Not Found", "there is no group \"none\""))
            let whole = try await site.call(.post, "/syncs", body: #"{"kind":"catalog"}"#)
            let id = try #require(whole.json?["id"]?.text)
            #expect(
                try await site.get("/syncs/\(id)", as: "guest").json
                    == problem(
                        404, "Not Found",
                        "there is no sync \"\(id)\", or it ended long ago; /runs lists its runs"))
            _ = try await site.get("/syncs/\(id)/events")
        }
    }

    @Test("A limited token begins nothing that reaches other groups")
    func limited() async throws {
        try await APISite.with { site in
            for (body, detail) in [
                (
                    #"{"kind":"catalog","deliver":true}"#,
                    "this token is limited to groups, and a delivery concerns all of them"
                ),
                (
                    #"{"kind":"catalog","acceptShrink":true}"#,
                    "this token is limited to groups, and others share the connection; what shrank is theirs too"
                ),
            ] {
                let answer = try await site.call(.post, Self.path, as: "guest", body: body)
                #expect(answer.json == problem(403, "Forbidden", detail))
            }
        }
    }

    @Test("Of a run that served several groups a limited token sees its own alone")
    func groups() async throws {
        try await APISite.with { site in
            let all = try await site.get("/runs").items
            #expect(all.first?["groups"] == .list([.text("all"), .text("english")]))
            for run in try await site.get("/runs", as: "guest").items {
                #expect(run["groups"] == .list([.text("english")]))
                let id = try #require(run["id"]?.text)
                let one = try await site.get("/runs/\(id)", as: "guest").json
                #expect(one?["groups"] == .list([.text("english")]))
            }
            for retiring in try await site.get("/retiring", as: "guest").items {
                #expect(retiring["groups"] == .list([.text("english")]))
            }
            let french = try await site.course("2")
            try await site.call(.post, "/paths", body: #"{"name":"P"}"#)
            try await site.call(.put, "/paths/1/courses/\(french)", body: "{}")
            #expect(try await site.get("/paths/1/courses").texts("id") == [french])
            #expect(try await site.get("/paths/1/courses", as: "guest").items.isEmpty)
            try await site.call(.put, "/groups/english/library/\(french)")
            #expect(try await site.get("/groups/english/library", as: "guest").items.first?["group"] == .null)
        }
    }
}
