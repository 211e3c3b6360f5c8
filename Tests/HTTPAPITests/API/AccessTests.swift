import ConnectorKit
import Foundation
import HTTPTesting
import HTTPTypes
import OpenAPITesting
import Testing
import TestSupport

@testable import HTTPAPI

@Suite struct APIAccessTests {
    static let needed = problem(
        401, "Unauthorized",
        "a token is needed: `Authorization: Bearer …`; `tributary token create` makes one")

    @Test("Without a good token nothing is told, and how to get one is")
    func wrongTokens() async throws {
        try await APISite.with { site in
            let made = try await site.call(
                .post, "/tokens", body: #"{"name":"short","role":"viewer","expires":1}"#)
            let short = try #require(made.json?["token"]?.text)
            let revoked = try await site.call(.post, "/tokens", body: #"{"name":"gone","role":"viewer"}"#)
            let gone = try #require(revoked.json?["token"]?.text)
            let id = try #require(revoked.json?["record"]?["id"]?.text)
            for token in [short, gone] { #expect(try await site.get("/groups", as: token).status == 200) }
            #expect(try await site.call(.delete, "/tokens/\(id)").status == 204)
            site.time.pass(86_400)
            for token in [nil, "", "tributary_0", short, gone] {
                let answer = try await site.get("/groups", as: token)
                #expect(answer.status == 401)
                #expect(answer.json == Self.needed)
                #expect(answer.headers[.wwwAuthenticate] == "Bearer")
                #expect(answer.headers[.contentType] == "application/problem+json")
            }
        }
    }

    @Test("A viewer looks and changes nothing")
    func viewer() async throws {
        try await APISite.with { site in
            let id = try await site.course("1")
            #expect(try await site.get("/groups/all/courses/\(id)", as: "viewer").status == 200)
            for (method, path) in [
                (HTTPTypes.HTTPRequest.Method.put, "/groups/all/courses/\(id)/archive"), (.get, "/tokens"),
            ] {
                let answer = try await site.call(method, path, as: "viewer")
                #expect(
                    answer.json == problem(403, "Forbidden", "this token may not change anything"))
            }
            #expect(try await site.get("/groups/all/courses").texts("id").contains(id))
        }
    }

    @Test("A token limited to groups knows of no other, and does nothing that concerns all")
    func guest() async throws {
        try await APISite.with { site in
            #expect(try await site.get("/groups", as: "guest").texts("id") == ["english"])
            #expect(
                try await site.get("/groups/all/courses", as: "guest").json
                    == problem(404, "Not Found", "there is no group \"all\""))
            #expect(
                try await site.get("/groups/none/courses", as: "guest").json
                    == problem(404, "Not Found", "there is no group \"none\""))
            #expect(
                try await site.get("/tokens", as: "guest").json
                    == problem(
                        403, "Forbidden", "this token is limited to groups, and this concerns all of them"))
            #expect(Set(try await site.get("/attempts", as: "guest").texts("group")) == ["english"])
            #expect(try await site.get("/overlaps", as: "guest").items.isEmpty)
            #expect(try await site.get("/overlaps").items.count == 1)
            let id = try await site.course("1", in: "english")
            let archived = try await site.call(.put, "/groups/english/courses/\(id)/archive", as: "guest")
            #expect(archived.json?["archivedBecause"] == .list([.text("manual")]))
        }
    }

    @Test("After many wrong tokens in a minute others wait, and who has the right one does not")
    func guessing() async throws {
        try await APISite.with { site in
            for number in 0..<FailedSignIns.limit {
                #expect(try await site.get("/groups", as: "wrong \(number)").status == 401)
            }
            let answer = try await site.get("/groups", as: "wrong")
            #expect(answer.json == problem(429, "Too Many Requests", "too many wrong tokens; wait 60 s"))
            #expect(answer.headers[.retryAfter] == "60")
            #expect(try await site.get("/groups", as: "viewer").status == 200)
            site.time.pass(60)
            #expect(try await site.get("/groups", as: "wrong").status == 401)
        }
    }
}
