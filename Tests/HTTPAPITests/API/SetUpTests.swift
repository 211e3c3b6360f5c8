import ConnectorKit
import Foundation
import HTTPTypes
import OpenAPITesting
import Testing
import TestSupport

@testable import HTTPAPI

/// What the set-up of a provider and a group calls.
@Suite struct APISetUpTests {
    @Test(
        "Settings are tried before anything is written, and the secret is kept nowhere: what works, how many items, titles, languages and types"
    )
    func test() async throws {
        try await APISite.with { site in
            let answer = try await site.call(
                .post, "/providers/shelf/test", body: #"{"settings":{"rows":"7","key":"hush"}}"#)
            #expect(
                answer.text
                    == #"{"reached":true,"credentials":true,"items":7,"sample":["Leading teams","Sécurité au travail","Safety first","Budgets","Feedback"],"counted":6,"whole":true,"languages":[{"value":"en","count":5},{"value":"en-US","count":1},{"value":"fr","count":1}],"contentTypes":[{"value":"course","count":4},{"value":"video","count":2}],"terms":{"subject":[{"value":"Safety","count":3},{"value":"Leadership","count":2}]},"problem":null,"message":null}"#
            )
            #expect(!FileManager.default.fileExists(atPath: site.folder.appending(path: "data/secrets").path))
            let trail = try await site.get("/audit")
            #expect(trail.texts("what") == ["testConnection"])
            #expect(trail.items.first?["after"]?["settings"]?["key"] == .text("••••"))
        }
    }

    @Test("Of a deployment what is not typed is as it holds, and another address asks for the secret again")
    func deployment() async throws {
        try await APISite.with { site in
            let path = "/groups/english/providers/shelf"
            try await site.call(.patch, path, body: #"{"settings":{"key":"hush"}}"#)
            let tried = try await site.call(
                .post, path + "/test", as: "guest", body: #"{"settings":{"rows":null}}"#)
            #expect(tried.json?["credentials"] == .boolean(true))
            let moved = try await site.call(
                .post, path + "/test", as: "guest", body: #"{"settings":{"shop":"https://other.example"}}"#)
            #expect(moved.status == 422)
            #expect(
                moved.json?["detail"]
                    == .text("settings:1:1: enter the secret \"key\" again with another address (shop)"))
            #expect(!moved.text.contains("hush"))
        }
    }

    @Test("Credentials that are refused are told as such, without showing them")
    func refused() async throws {
        try await APISite.with { site in
            let answer = try await site.call(
                .post, "/providers/shelf/test", body: #"{"settings":{"key":"wrong"}}"#)
            #expect(
                answer.text
                    == #"{"reached":true,"credentials":false,"items":null,"sample":[],"counted":0,"whole":false,"languages":[],"contentTypes":[],"terms":{"subject":[]},"problem":"credentials","message":"the shelf does not know \"••••\""}"#
            )
        }
    }

    @Test("Settings that cannot work are told with their names, private addresses among them")
    func mistakes() async throws {
        try await APISite.with { site in
            let answer = try await site.call(
                .post, "/providers/shelf/test",
                body: #"{"settings":{"shop":"http://127.1","rows":"many","kee":"hush"}}"#)
            #expect(answer.status == 422)
            #expect(
                answer.json?["diagnostics"]?.list?.map { $0["offending"] } == [
                    .text("http://127.1"), .text("kee"), .text("many"),
                ])
            #expect(!answer.text.contains("hush"))
            let unknown = try await site.call(.post, "/providers/none/test", body: #"{"settings":{}}"#)
            #expect(unknown.status == 404)
        }
    }

    @Test("Only who may change everything tries a connection or makes a group")
    func rights() async throws {
        try await APISite.with { site in
            for token in ["viewer", "guest"] {
                let tried = try await site.call(
                    .post, "/providers/shelf/test", as: token, body: #"{"settings":{}}"#)
                let made = try await site.call(
                    .post, "/groups", as: token, body: #"{"id":"new","name":"New"}"#)
                #expect(tried.status == 403)
                #expect(made.status == 403)
            }
        }
    }

    @Test("What filters can be chosen from is counted over all that is offered, whatever the filters say")
    func content() async throws {
        try await APISite.with { site in
            let expected =
                #"{"total":6,"languages":[{"value":"en","count":5},{"value":"en-US","count":1},{"value":"fr","count":1}],"contentTypes":[{"value":"course","count":4},{"value":"video","count":2}],"#
                + #""terms":{"subject":[{"value":"Safety","count":3},{"value":"Leadership","count":2}]}}"#
            for group in ["all", "english"] {
                let content = try await site.get("/groups/\(group)/providers/shelf/content")
                #expect(content.text == expected)
            }
        }
    }

    @Test("The built-in workspace has no groups but those of the files")
    func platformGroups() async throws {
        try await APISite.with { site in
            let groups = try await site.get("/platform/groups")
            #expect(groups.text == #"{"items":[],"next":null}"#)
            let refused = try await site.get("/platform/groups", as: "guest")
            #expect(refused.status == 403)
        }
    }

    @Test("A group is made with its providers in one call: files, in force, and its secrets shown nowhere")
    func create() async throws {
        try await APISite.with { site in
            let answer = try await site.call(
                .post, "/groups",
                body: """
                    {"id":"new","name":"New group","providers":{"shelf":
                     {"settings":{"key":"hush"},"tags":true,"filters":{"languages":["fr"]}}}}
                    """)
            #expect(answer.status == 201, "\(answer.text)")
            #expect(
                answer.text
                    == #"{"group":{"id":"new","name":"New group","providers":["shelf"]},"files":["providers/new-group.yaml"]}"#
            )
            #expect(try site.file("providers/new-group.yaml").contains("      languages: [fr]"))
            #expect(try await site.get("/groups").texts("id") == ["all", "english", "new"])
            // The connection is another one, since the key is: nothing was listed over it yet.
            let content = try await site.get("/groups/new/providers/shelf/content")
            #expect(content.text == #"{"total":0,"languages":[],"contentTypes":[],"terms":{"subject":[]}}"#)
            let trail = try await site.get("/audit")
            #expect(trail.texts("what") == ["createGroup"])
            #expect(trail.items.first?["after"]?["providers"]?["shelf"]?["settings"]?["key"] == .text("••••"))
            #expect(!trail.text.contains("hush"))
            let again = try await site.call(.post, "/groups", body: #"{"id":"new","name":"Other"}"#)
            #expect(again.json == problem(409, "Conflict", "there is a group \"new\" already"))
        }
    }

    @Test("A group with a mistake is refused with all its mistakes, and is not made")
    func createMistake() async throws {
        try await APISite.with { site in
            let answer = try await site.call(
                .post, "/groups",
                body: #"{"id":"a b","name":"N","providers":{"shelf":{"settings":{"rows":"0"}}}}"#)
            #expect(answer.status == 422)
            #expect(
                answer.json?["diagnostics"]?.list?.map { $0["message"] } == [
                    .text("group is \"a b\"; an id without white space was expected"),
                    .text("rows is \"0\"; a whole number from 1 to 100 was expected"),
                ])
            let unknown = try await site.call(
                .post, "/groups", body: #"{"id":"n","name":"N","providers":{"none":{}}}"#)
            #expect(unknown.status == 404)
            #expect(try await site.get("/groups").texts("id") == ["all", "english"])
            #expect(try await site.get("/audit").items.isEmpty)
        }
    }
}
