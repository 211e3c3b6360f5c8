import ConnectorKit
import Foundation
import HTTPTypes
import Host
import Model
import OpenAPITesting
import Testing

@testable import HTTPAPI

@Suite struct APICallTests {
    /// A wrong call and the whole problem it is answered with.
    struct Wrong: Sendable, CustomTestStringConvertible {
        let method: HTTPTypes.HTTPRequest.Method
        let path: String
        var body: String?
        let problem: JSONValue
        var testDescription: String { "\(method) \(path) \(body ?? "")" }
    }

    static let wrong = [
        Wrong(
            method: .get, path: "/groups?colour=red",
            problem: problem(
                400, "Bad Request", "colour: unknown parameter; one of limit, cursor was expected")),
        Wrong(
            method: .get, path: "/groups?limit=0",
            problem: problem(400, "Bad Request", "limit: a whole number from 1 to 500 was expected")),
        Wrong(
            method: .get, path: "/groups?limit=many",
            problem: problem(400, "Bad Request", "limit is text; a whole number was expected")),
        Wrong(
            method: .get, path: "/statistics?from=yesterday",
            problem: problem(
                400, "Bad Request", "from: a time such as 2026-11-30T08:00:00Z was expected")),
        Wrong(
            method: .get, path: "/groups?limit=1&limit=2",
            problem: problem(400, "Bad Request", "limit: is given twice")),
        Wrong(
            method: .get, path: "/groups?cursor=zz",
            problem: problem(400, "Bad Request", "cursor: a cursor of this API was expected")),
        Wrong(
            method: .get, path: "/groups/all/search?cursor=NDE%3D",
            problem: problem(400, "Bad Request", "cursor: a cursor of this list was expected")),
        Wrong(
            method: .get, path: "/groups/all/courses?language=e_n!",
            problem: problem(
                400, "Bad Request",
                "language: \"e_n!\" is no language tag; a BCP 47 tag such as en or pt-BR was expected")),
        Wrong(
            method: .get, path: "/groups/all/courses/99",
            problem: problem(404, "Not Found", "all has no course \"99\"")),
        Wrong(
            method: .get, path: "/runs/99", problem: problem(404, "Not Found", "there is no run \"99\"")),
        Wrong(
            method: .get, path: "/providers/none",
            problem: problem(404, "Not Found", "no provider \"none\" is built in")),
        Wrong(
            method: .get, path: "/paths/9", problem: problem(404, "Not Found", "there is no path \"9\"")),
        Wrong(
            method: .post, path: "/paths", body: "{",
            problem: problem(
                400, "Bad Request",
                "the body is not JSON: line 1, column 2: expected a member's name or \"}\", found the end")),
        Wrong(
            method: .post, path: "/paths", body: "{}",
            problem: problem(400, "Bad Request", "/name: is missing")),
        Wrong(
            method: .post, path: "/paths", body: #"{"name":1}"#,
            problem: problem(400, "Bad Request", "/name is a number; text was expected")),
        Wrong(
            method: .post, path: "/paths", body: #"{"name":"a","colour":"red"}"#,
            problem: problem(400, "Bad Request", "/colour: unknown member; one of name was expected")),
        Wrong(
            method: .post, path: "/paths", body: #"{"name":" "}"#,
            problem: problem(400, "Bad Request", "/name: one line that is not empty was expected")),
        Wrong(
            method: .post, path: "/tokens", body: #"{"name":"x","role":"owner"}"#,
            problem: problem(400, "Bad Request", "/role: one of admin, viewer was expected")),
        Wrong(
            method: .post, path: "/tokens", body: #"{"name":"viewer","role":"viewer"}"#,
            problem: problem(
                409, "Conflict",
                "a token called \"viewer\" is in use; revoke it or choose another name")),
        Wrong(
            method: .post, path: "/groups/all/providers/shelf/filters/preview",
            body: #"{"languages":[],"contentTypes":["vidoe"]}"#,
            problem: problem(
                400, "Bad Request", "unknown content type \"vidoe\" for shelf; did you mean \"video\"?")),
    ]

    @Test("What is wrong with a call is said, with its place", arguments: wrong)
    func wrongCalls(_ wrong: Wrong) async throws {
        try await APISite.with { site in
            let answer = try await site.call(wrong.method, wrong.path, body: wrong.body)
            #expect(answer.json == wrong.problem)
            #expect(answer.headers[.contentType] == "application/problem+json")
            #expect(try await site.get("/audit").items.isEmpty)
        }
    }

    @Test("A method that a path has not is told from those it has")
    func methods() async throws {
        try await APISite.with { site in
            let answer = try await site.call(.delete, "/paths")
            #expect(answer.json == problem(405, "Method Not Allowed", "/paths takes GET, POST"))
            #expect(answer.headers[.allow] == "GET, POST")
        }
    }

    @Test(
        "What there is not is told as a problem, however it is asked",
        arguments: [HTTPTypes.HTTPRequest.Method.get, .post, .put, .patch, .delete])
    func unknownPath(_ method: HTTPTypes.HTTPRequest.Method) async throws {
        try await APISite.with { site in
            let answer = try await site.call(method, "/nothing/here")
            #expect(
                answer.json
                    == problem(404, "Not Found", "there is no such resource; /openapi.json lists them"))
        }
    }

    @Test("A body of another type, and one that is too large, are refused")
    func bodies() async throws {
        try await APISite.with { site in
            let typed = try await site.call(
                .post, "/paths", body: "name=a", headers: [.contentType: "text/plain"])
            #expect(
                typed.json
                    == problem(
                        415, "Unsupported Media Type", "a body of the type application/json was expected"))
            let large = try await site.call(
                .post, "/paths", body: String(repeating: " ", count: BodyLimit.other.rawValue + 1))
            #expect(large.json == problem(413, "Content Too Large", "a body may have 1 MiB"))
            let pushed = try await site.call(
                .post, APIPushTests.path, body: String(repeating: " ", count: BodyLimit.push.rawValue + 1))
            #expect(pushed.json == problem(413, "Content Too Large", "a body may have 32 MiB"))
        }
    }

    @Test(
        "Pages lose and repeat nothing",
        arguments: ["/groups/all/courses", "/groups/all/search", "/groups/all/search?q=safety", "/attempts"])
    func paging(_ path: String) async throws {
        try await APISite.with { site in
            let whole = try await site.get(path).texts("id")
            #expect(whole.count > 1)
            let mark = path.contains("?") ? "&" : "?"
            var found: [String] = []
            var next: String? = ""
            while let cursor = next {
                let page = try await site.get(
                    path + "\(mark)limit=1" + (cursor.isEmpty ? "" : "&cursor=\(cursor)"))
                found += page.texts("id")
                next = page.json?["next"]?.text
                try #require(found.count <= whole.count)
            }
            #expect(found == whole)
        }
    }

    @Test("An answer that is what it was is not sent again")
    func unchanged() async throws {
        try await APISite.with { site in
            let tag = try #require(try await site.get("/paths").headers[.eTag])
            let same = try await site.call(.get, "/paths", headers: [.ifNoneMatch: "\"0\", \(tag)"])
            #expect(same.status == 304)
            #expect(same.text == "")
            try await site.call(.post, "/paths", body: #"{"name":"New"}"#)
            #expect(try await site.call(.get, "/paths", headers: [.ifNoneMatch: tag]).status == 200)
        }
    }

    @Test(
        "What would be done twice takes a key, and the description says what all others do when called again")
    func twice() async throws {
        let keyed = Operation.all.filter(\.takesKey).map(\.id)
        #expect(
            Set(keyed) == ["sync", "syncAll", "reconcile", "pushContent", "pushCompletions", "createPath"])
        let document = try #require(JSONValue(json: OpenAPIDocument(operations: Operation.all).record.json))
        for operation in Operation.all where operation.method != .get {
            let described = document["paths"]?[operation.path]?[operation.method.rawValue]
            let text = try #require(described?["description"]?.text)
            let names = (described?["parameters"]?.list ?? []).compactMap { $0["name"]?.text }
            #expect(names.contains("Idempotency-Key") == operation.takesKey, "\(operation.id)")
            #expect(
                operation.takesKey
                    ? text.contains("performed again, unless it has the same Idempotency-Key")
                    : text.hasSuffix("changes nothing more.") || text.hasSuffix("It changes nothing."),
                "\(operation.id): \(text)")
        }
    }

    @Test("Every operation that an admin alone may do and that changes something is in the audit trail")
    func audited() {
        for operation in Operation.all where operation.method != .get {
            #expect(operation.isChange == (operation.role == .admin), "\(operation.id)")
        }
        #expect(Set(Operation.all.map(\.id)).count == Operation.all.count)
    }
}
