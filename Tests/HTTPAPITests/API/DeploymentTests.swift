import ConfigurationFiles
import ConnectorKit
import Foundation
import HTTPTypes
import Host
import OpenAPITesting
import Testing

@testable import HTTPAPI

@Suite struct APIDeploymentTests {
    static let path = "/groups/english/providers/shelf"

    @Test("A change rewrites its own lines, is in force when it is answered, and is in the audit trail")
    func change() async throws {
        try await APISite.with { site in
            let answer = try await site.call(
                .patch, Self.path,
                body: """
                    {"enabled":true,"tags":false,"filters":{"languages":["fr"]},
                     "schedule":{"catalog":["06:10","18:00"],"changes":"15m"},
                     "settings":{"rows":"20","note":"two ${words}"}}
                    """)
            #expect(answer.status == 200, "\(answer.text)")
            let written = try site.file("providers/english.yaml")
            #expect(
                written == """
                    group: english
                    providers:
                      shelf:
                        tags: false
                        filters:
                          languages: [fr]
                        settings:
                          note: "two $${words}"
                          rows: 20
                        schedule:
                          catalog: ["06:10", "18:00"]
                          changes: 15m

                    """)
            let now = try await site.get(Self.path)
            #expect(now.text == answer.text)
            #expect(now.json?["settings"]?["note"] == .text("two ${words}"))
            #expect(now.json?["schedule"]?["changes"] == .text("15m"))
            let trail = try await site.get("/audit").items
            #expect(trail.map { $0["what"] } == [.text("changeDeployment")])
            #expect(trail.first?["before"]?["filters"]?["languages"] == .list([.text("en")]))
            #expect(trail.first?["after"]?["settings"]?["rows"] == .text("20"))
        }
    }

    @Test("A secret goes to a file of its own that only we may read, and is shown nowhere")
    func secret() async throws {
        try await APISite.with { site in
            func secrets() throws -> [String] {
                try FileManager.default.contentsOfDirectory(
                    atPath: site.folder.appending(path: "data/secrets").path)
            }
            var shown = ""
            for secret in ["first ${SHELF_NOTE}", "second"] {
                let answer = try await site.call(
                    .patch, Self.path, body: #"{"settings":{"key":"\#(secret)"}}"#)
                #expect(answer.json?["secrets"] == .list([.text("key")]))
                shown += answer.text
                let files = try secrets()
                #expect(files.count == 1, "the former one goes")
                let name = try #require(files.first)
                let path = site.folder.appending(path: "data/secrets/\(name)").path
                #expect(try site.file("data/secrets/\(name)") == secret)
                let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
                #expect(mode as? Int == 0o600)
                let written = try site.file("providers/english.yaml")
                #expect(written.contains("key: \"${file:../data/secrets/\(name)}\"\n"))
                let held = site.live.current.configuration.group("english")?.deployment(of: "shelf")
                let key = held?.settings.secret("key")
                #expect(key?.reveal() == secret)
            }
            let unchanged = try secrets()
            try await site.call(.patch, Self.path, body: #"{"settings":{"key":"second"}}"#)
            let same = try secrets()
            #expect(same == unchanged)
            try await site.call(.patch, Self.path, body: #"{"settings":{"key":null}}"#)
            let none = try secrets()
            #expect(none.isEmpty)
            shown += try await site.get("/audit").text + site.get(Self.path).text
            #expect(!shown.contains("first") && !shown.contains("second"))
        }
    }

    @Test("A mistake changes nothing, leaves no secret behind, and is told as everywhere")
    func mistakes() async throws {
        try await APISite.with { site in
            let before = try site.file("providers/english.yaml")
            let answer = try await site.call(
                .patch, Self.path,
                body: #"{"settings":{"key":"k","rows":"many"},"filters":{"contentTypes":["vidoe"]}}"#)
            #expect(answer.status == 422)
            #expect(
                answer.json?["diagnostics"]?.list?.map { $0["message"] } == [
                    .text("unknown content type \"vidoe\" for shelf; did you mean \"video\"?"),
                    .text("rows is \"many\"; a whole number from 1 to 100 was expected"),
                ])
            #expect(answer.json?["diagnostics"]?.list?.first?["suggestion"] == .text("video"))
            #expect(try site.file("providers/english.yaml") == before)
            let secrets = site.folder.appending(path: "data/secrets").path
            #expect(try FileManager.default.contentsOfDirectory(atPath: secrets).isEmpty)
            #expect(try await site.get("/audit").items.isEmpty)
        }
    }

    @Test("Where another file has a mistake, that is said, and nothing is written")
    func elsewhere() async throws {
        try await APISite.with { site in
            let other = site.folder.appending(path: "providers/other.yaml")
            try Data("group: other\nname: [\n".utf8).write(to: other)
            let before = try site.file("providers/english.yaml")
            let answer = try await site.call(.patch, Self.path, body: #"{"tags":false}"#)
            #expect(answer.status == 409)
            #expect(answer.json?["diagnostics"]?.list?.first?["file"] == .text("providers/other.yaml"))
            #expect(try site.file("providers/english.yaml") == before)
            let check = try await site.get("/check")
            #expect(check.json?["mistakes"]?.list?.count == 1)
        }
    }

    @Test("Of another group's file a limited token is told that it has mistakes, and nothing of it")
    func othersMistakes() async throws {
        try await APISite.with { site in
            let other = site.folder.appending(path: "providers/other.yaml")
            try Data("group: other\nname: [\n".utf8).write(to: other)
            let answer = try await site.call(.patch, Self.path, as: "guest", body: #"{"tags":false}"#)
            #expect(
                answer.json
                    == problem(
                        409, "Conflict",
                        "nothing was changed, since another file has mistakes; its administrator sees them with `check`"
                    ))
            let mixed = try await site.call(
                .patch, Self.path, as: "guest", body: #"{"settings":{"rows":"many"}}"#)
            #expect(
                mixed.json?["diagnostics"]?.list?.map { $0["file"] } == [.text("providers/english.yaml")])
            #expect(!mixed.text.contains("other.yaml"))
        }
    }

    @Test("With another address the secret has to be entered again, and nothing is written until it is")
    func address() async throws {
        try await APISite.with { site in
            try await site.call(.patch, Self.path, body: #"{"settings":{"key":"hush"}}"#)
            let before = try site.file("providers/english.yaml")
            let refused = try await site.call(
                .patch, Self.path, as: "guest", body: #"{"settings":{"shop":"https://elsewhere.example"}}"#)
            #expect(refused.status == 422)
            #expect(
                refused.json?["detail"]
                    == .text(
                        "providers/english.yaml:3:3: enter the secret \"key\" again with another address (shop)"
                    ))
            #expect(try site.file("providers/english.yaml") == before)
            let same = try await site.call(
                .patch, Self.path, body: #"{"settings":{"shop":"https://shelf.example"}}"#)
            #expect(same.status == 200)
            let entered = try await site.call(
                .patch, Self.path,
                body: #"{"settings":{"shop":"https://elsewhere.example","key":"other"}}"#)
            #expect(entered.json?["settings"]?["shop"] == .text("https://elsewhere.example"))
            let back = try await site.call(.patch, Self.path, body: #"{"settings":{"shop":null}}"#)
            #expect(back.status == 422, "also its default is another address")
        }
    }

    @Test("What is written and not in force is no success, and is in the audit trail")
    func notInForce() async throws {
        try await APISite.with { site in
            let text = "data: elsewhere\nproviders: groups\n"
            let groups = site.folder.appending(path: "groups")
            try FileManager.default.copyItem(at: site.folder.appending(path: "providers"), to: groups)
            try site.write(text)
            let answer = try await site.call(.patch, Self.path, body: #"{"tags":false}"#)
            #expect(
                answer.json
                    == problem(
                        409, "Conflict",
                        "the file is written, and is not in force: `data` changed, which takes a restart"))
            let trail = try await site.get("/audit").items
            #expect(trail.map { $0["what"] } == [.text("changeDeployment")])
            #expect(trail.first?["finished"] == .boolean(false))
        }
    }

    @Test("A change counts although the host's file waits for a restart")
    func restart() async throws {
        try await APISite.with { site in
            try site.write("http:\n  listen: 127.0.0.1:1\n")
            let answer = try await site.call(.patch, Self.path, body: #"{"tags":false}"#)
            #expect(answer.json?["tags"] == .boolean(false))
            #expect(site.live.current.configuration.host.listen.port == 8360)
        }
    }

    @Test("A value that a reference stands for keeps its reference when a form sends it back")
    func references() async throws {
        try await APISite.with { site in
            let file = site.folder.appending(path: "providers/english.yaml")
            let text = """
                group: english
                providers:
                  shelf:
                    settings: { note: "${SHELF_NOTE}" }  # kept

                """
            try Data(text.utf8).write(to: file)
            await site.live.reload()
            let shown = try await site.get(Self.path).json?["settings"]?["note"]
            #expect(shown == .text("from outside"))
            try await site.call(
                .patch, Self.path, body: #"{"tags":true,"settings":{"note":"from outside"}}"#)
            #expect(try site.file("providers/english.yaml") == text + "    tags: true\n")
        }
    }

    @Test("A group is another group's business for a token that is limited")
    func guest() async throws {
        try await APISite.with { site in
            let own = try await site.call(.patch, Self.path, as: "guest", body: "{}")
            #expect(own.status == 200)
            let other = try await site.call(.patch, "/groups/all/providers/shelf", as: "guest", body: "{}")
            #expect(other.json == problem(404, "Not Found", "there is no group \"all\""))
            let none = try await site.call(.patch, "/groups/english/providers/none", body: "{}")
            #expect(none.json == problem(404, "Not Found", "no provider \"none\" is built in"))
        }
    }

    @Test("Words of a provider's vocabularies are previewed, set, kept in the file and taken away again")
    func terms() async throws {
        try await APISite.with { site in
            let filters = "/groups/all/providers/shelf/filters"
            func body(_ terms: String) -> String {
                #"{"languages":[],"contentTypes":[],"terms":{\#(terms)}}"#
            }
            let safety = body(#""subject":["safety"]"#)
            let preview = try await site.call(.post, filters + "/preview", body: safety)
            #expect(preview.text == #"{"archived":3,"unarchived":0}"#)
            #expect(try await site.call(.put, filters, body: safety).text == preview.text)
            #expect(try site.file("providers/all.yaml").contains("subject: [safety]"))
            let shown = try await site.get("/groups/all/providers/shelf")
            #expect(shown.json?["filters"]?["terms"] == .object(["subject": .list([.text("safety")])]))
            #expect(try await site.get("/groups/all/courses").texts("externalId") == ["2", "3", "5"])
            let wrong = try await site.call(.put, filters, body: body(#""subjct":["Safety"]"#))
            #expect(wrong.status == 400)
            #expect(
                wrong.json?["detail"]?.text
                    == "shelf has no filter \"subjct\"; known are languages, content_types, subject")
            #expect(
                try await site.call(.put, filters, body: body("")).text == #"{"archived":0,"unarchived":3}"#)
        }
    }

    @Test(
        "Switched off the courses of a deployment are archived, back again they return; filters hold at once")
    func enabled() async throws {
        try await APISite.with { site in
            let before = try await site.get("/groups/english/courses").texts("id")
            try await site.call(.patch, Self.path, body: #"{"enabled":false}"#)
            #expect(try await site.get("/groups/english/courses").items.isEmpty)
            try await site.call(.patch, Self.path, body: #"{"enabled":true}"#)
            #expect(try await site.get("/groups/english/courses").texts("id") == before)
            try await site.call(.patch, Self.path, body: #"{"filters":{"languages":["fr"]}}"#)
            #expect(try await site.get("/groups/english/courses").texts("externalId") == ["2"])
        }
    }
}
