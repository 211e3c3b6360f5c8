import ConnectorKit
import Foundation
import Go1Simulator
import Model
import Testing
import TestSupport

/// `published` and what comes back from the Library, with the whole program.
@Suite struct PublishedPushTests {
    private static func file(_ published: String, title: String = "T") -> String {
        "external_reference;title;description;launch_url;image;published\n"
            + "a;\(title);D;https://lms.example.com/a;https://lms.example.com/i.png;\(published)\n"
    }

    private func push(_ text: String, _ sandbox: Sandbox) async throws -> String {
        try sandbox.write(text, to: "c.csv")
        return try await sandbox.run("push", "content", "c.csv", "--group", Sandbox.sales, "--format", "csv")
            .output.split(separator: "\r\n").last.map(String.init) ?? ""
    }

    private static let note = "new content begins unpublished: an administrator of Go1 has to publish it"

    @Test("a nightly file with published=true publishes nothing, until a row differs")
    func nightly() async throws {
        try await Sandbox.with(items: 5) { sandbox in
            try sandbox.write(Sandbox.Group())
            func state() -> PortalItem.State? { sandbox.portal.item(externalID: "a")?.state }
            #expect(try await push(Self.file("true"), sandbox) == "2,a,created,\(Self.note)")
            for _ in 0..<3 {
                #expect(try await push(Self.file("true"), sandbox) == "2,a,unchanged,\(Self.note)")
                #expect(state() == .draft)
            }
            #expect(try await push(Self.file("true", title: "U"), sandbox) == "2,a,updated,")
            #expect(state() == .published)
            // From here on the column decides, also in the first file.
            #expect(try await push(Self.file("false"), sandbox) == "2,a,updated,")
            #expect(state() == .draft)
            #expect(try await push(Self.file("true"), sandbox) == "2,a,updated,")
            #expect(state() == .published)
        }
    }

    @Test("once an administrator has published it, the column acts in the same file")
    func administrator() async throws {
        try await Sandbox.with(items: 5) { sandbox in
            try sandbox.write(Sandbox.Group())
            #expect(try await push(Self.file("true"), sandbox) == "2,a,created,\(Self.note)")
            let id = try #require(sandbox.portal.item(externalID: "a")).id
            sandbox.portal.publish(id)
            #expect(try await push(Self.file("true"), sandbox) == "2,a,unchanged,")
            sandbox.portal.update(id) { $0.state = .draft }
            #expect(try await push(Self.file("true"), sandbox) == "2,a,updated,")
            #expect(sandbox.portal.item(externalID: "a")?.state == .published)
        }
    }

    @Test("a first file without published, then one with it, publishes")
    func later() async throws {
        try await Sandbox.with(items: 5) { sandbox in
            try sandbox.write(Sandbox.Group())
            #expect(try await push(Self.file(""), sandbox) == "2,a,created,")
            #expect(try await push(Self.file(""), sandbox) == "2,a,unchanged,")
            #expect(try await push(Self.file("true"), sandbox) == "2,a,updated,")
            #expect(sandbox.portal.item(externalID: "a")?.state == .published)
        }
    }

    @Test("a file of two columns removes")
    func removal() async throws {
        try await Sandbox.with(items: 5) { sandbox in
            try sandbox.write(Sandbox.Group())
            _ = try await push(Self.file(""), sandbox)
            let id = try #require(sandbox.portal.item(externalID: "a")).id
            sandbox.portal.publish(id)
            let told = try await push("external_reference,removed\na,true\n", sandbox)
            #expect(told == "2,a,unpublished,tell Go1 that learning object \(id) (a) was removed")
            #expect(sandbox.portal.item(externalID: "a")?.state == .draft)
        }
    }

    @Test("what a group pushed is no course of it when it returns, unless its file says echo: true")
    func echo() async throws {
        try await Sandbox.with(items: 5) { sandbox in
            var group = Sandbox.Group()
            try sandbox.write(group, .engineering)
            _ = try await push(Self.file(""), sandbox)
            let id = String(try #require(sandbox.portal.item(externalID: "a")).id)
            sandbox.portal.publish(try #require(Int(id)))
            try await sandbox.sync()
            func verdict() async throws -> [String] {
                let done = try await sandbox.run(
                    "explain", id, "--group", Sandbox.sales, "--format", "ndjson")
                let explained = try #require(try done.records([String: JSONValue].self).first)
                let because = explained["because"]?.plain ?? ""
                return [
                    explained["verdict"]?.plain ?? "", explained["archivedBecause"]?.plain ?? "", because,
                ]
            }
            let reason = "this group pushed it to Go1; echo: true takes it as a course all the same"
            #expect(try await verdict() == ["not taken", "", reason])
            // The other group of the connection did not push it.
            let other = try await sandbox.run(
                "courses", "--group", Sandbox.engineering, "--format", "csv")
            #expect(other.output.contains(",\(id),T,"))
            group.echo = true
            try sandbox.write(group)
            try await sandbox.sync()
            #expect(try await verdict()[0] == "active")
            group.echo = false
            try sandbox.write(group)
            try await sandbox.sync()
            #expect(try await verdict() == ["archived", "filter", "filter: \(reason)"])
        }
    }
}
