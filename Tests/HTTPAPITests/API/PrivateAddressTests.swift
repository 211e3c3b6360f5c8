import ConfigurationFiles
import ConnectorKit
import Foundation
import HTTPTypes
import Host
import Testing
import TestSupport

/// Rule L15: a setting that anybody but the files' own writer changes leads to no private address.
@Suite struct PrivateAddressTests {
    private static let path = "/groups/english/providers/shelf"

    private static func message(_ url: String) -> String {
        "shop is \"\(url)\": an address of this machine or of a private network, which only a person may write into "
            + "the file by hand; `network: private` in the host's file opens it"
    }

    @Test(
        "A private address is refused at its member, in every spelling, and nothing is written",
        arguments: [
            "http://127.0.0.1:8360", "http://2130706433", "http://0x7f.1", "http://127.1",
            "http://0177.0.0.1",
            "http://localhost", "https://localhost.", "https://foo.localhost", "https://[::ffff:7f00:1]",
            "http://[::1]:80", "https://１２７.0.0.1", "https://127。0。0。1", "https://%31%32%37.0.0.1",
            "https://10.1.2.3/x", "https://169.254.169.254/latest/meta-data", "https://[fd00::1]",
            "https://[64:ff9b::a00:1]",
        ])
    func spellings(url: String) async throws {
        try await APISite.with { site in
            let before = try site.file("providers/english.yaml")
            for token in ["admin", "guest"] {
                let answer = try await site.call(
                    .patch, Self.path, as: token, body: #"{"settings":{"shop":"\#(url)"}}"#)
                #expect(answer.status == 422, "\(answer.text)")
                let diagnostics = answer.json?["diagnostics"]?.list
                #expect(
                    diagnostics?.contains { $0["message"] == .text(Self.message(url)) } == true,
                    "\(answer.text)")
                #expect(diagnostics?.first?["file"] == .text("providers/english.yaml"))
            }
            #expect(try site.file("providers/english.yaml") == before)
            #expect(try await site.get("/audit").items.isEmpty)
        }
    }

    @Test("A user before the host does not hide it")
    func userInformation() async throws {
        try await APISite.with { site in
            for url in ["https://api.example@127.0.0.1/", "https://api.example:443@localhost/"] {
                let answer = try await site.call(.patch, Self.path, body: #"{"settings":{"shop":"\#(url)"}}"#)
                #expect(answer.status == 422)
                #expect(answer.text.contains("an address of this machine"))
                #expect(!answer.text.contains("api.example"))
            }
        }
    }

    @Test("A private address that a person wrote stays, and other settings beside it can change")
    func written() async throws {
        try await APISite.with { site in
            let file = site.folder.appending(path: "providers/english.yaml")
            let before = try site.file("providers/english.yaml")
            try Data((before + "    settings: { shop: http://127.0.0.1:9 }\n").utf8).write(to: file)
            #expect(await site.live.reload() == nil)
            let same = try await site.call(
                .patch, Self.path, body: #"{"settings":{"shop":"http://127.0.0.1:9","rows":"20"}}"#)
            #expect(same.status == 200, "\(same.text)")
            let other = try await site.call(
                .patch, Self.path, body: #"{"settings":{"shop":"http://127.0.0.1:10"}}"#)
            #expect(other.status == 422)
            #expect(other.json?["diagnostics"]?.list?.map { $0["line"] } == [.integer(7)], "\(other.text)")
        }
    }

    @Test("What the host's file opens can be written")
    func opened() async throws {
        try await APISite.with { site in
            try site.write("network: { private: [10.0.0.0/8] }\n")
            #expect(await site.live.reload() == nil)
            let taken = try await site.call(
                .patch, Self.path, body: #"{"settings":{"shop":"https://10.1.2.3"}}"#)
            #expect(taken.status == 200, "\(taken.text)")
            let refused = try await site.call(
                .patch, Self.path, body: #"{"settings":{"shop":"https://11.0.0.1"}}"#)
            #expect(refused.status == 200)
            let local = try await site.call(
                .patch, Self.path, body: #"{"settings":{"shop":"https://192.168.1.1"}}"#)
            #expect(local.status == 422)
        }
    }
}
