import ConnectorKit
import Foundation
import Go1Simulator
import Model
import SimulatorSupport
import Testing
import TestSupport

/// Contract section 6, through the program.
@Suite struct TagsTests {
    @Test(
        "subjects are tags from the sync after the switch to the sync after it is off; a person's tag stays")
    func switched() async throws {
        try await Sandbox.with(items: 60) { sandbox in
            try sandbox.write(Sandbox.Group())
            try await sandbox.sync()
            let id = try await sandbox.taggable()
            func tags() async throws -> [String] { try await sandbox.tags("list", id) }
            #expect(try await tags() == [])
            try sandbox.writeTagged(true)
            #expect(try await tags() == [])
            try await sandbox.sync()
            let given = ["Leadership (provider)", "Law (provider)"]
            #expect(try await tags() == given)
            // A value of the list is a tag whichever way it is asked for.
            let record = try #require(try await sandbox.contents(without: []).first { $0["id"]?.plain == id })
            #expect(record["tags"] == ["Leadership", "Law"])
            let added = ["Leadership (manual)", "Law (provider)", "Onboarding (manual)"]
            #expect(try await sandbox.tags("add", id, " leadership", "Onboarding") == added)
            try await sandbox.sync()
            #expect(try await tags() == added)
            try sandbox.writeTagged(false)
            #expect(try await tags() == added)
            try await sandbox.sync()
            #expect(try await tags() == ["Leadership (manual)", "Onboarding (manual)"])
            #expect(try await sandbox.tags("remove", id, "ONBOARDING") == ["Leadership (manual)"])
        }
    }

    @Test("a provider's tag is not removed by hand, and the refusal says why and when it goes")
    func refused() async throws {
        try await Sandbox.with(items: 60) { sandbox in
            try sandbox.writeTagged(true)
            try await sandbox.sync()
            let id = try await sandbox.taggable()
            try await sandbox.sync()
            _ = try await sandbox.tags("add", id, "Mine")
            func refusal(_ tags: String...) async throws -> (status: Int32, errors: String) {
                let arguments = ["tags", "remove", "--group", "Sales Academy", "--course", id] + tags
                let done = try await sandbox.start(arguments).finished()
                #expect(done.output == "")
                return (done.status, done.errors)
            }
            let provider = try await refusal("Mine", "law")
            #expect(provider.status == 1)
            #expect(
                provider.errors == """
                    tributary: "law" cannot be removed by hand: go1 gives it with the subjects of the course. It goes \
                    with the subject, or with `tags: false` for go1 in providers/sales.yaml at the next sync; nothing \
                    was removed

                    """)
            let unknown = try await refusal("Mine", "Art")
            #expect(unknown.status == 2)
            #expect(
                unknown.errors == "tributary: the course has no tag \"Art\"; nothing was removed\n")
            let empty = try await refusal(" ")
            #expect(empty.status == 2)
            #expect(
                empty.errors
                    == "tributary: the tag \" \" is empty; a name was expected\n")
            let course = try await sandbox.run(
                "tags", "add", "--group", "Sales Academy", "--course", "no", "Mine")
            #expect(course.status == 2)
            #expect(
                course.errors
                    == "tributary: Sales Academy has no course \"no\"; `courses` lists the ids\n")
            let tags = try await sandbox.tags("list", id)
            #expect(tags == ["Leadership (provider)", "Law (provider)", "Mine (manual)"])
        }
    }

    @Test("explain tells the tags of a course with their origin, to machines and to people")
    func explained() async throws {
        try await Sandbox.with(items: 60) { sandbox in
            try sandbox.writeTagged(true)
            try await sandbox.sync()
            let id = try await sandbox.taggable()
            try await sandbox.sync()
            _ = try await sandbox.tags("add", id, "Mine")
            let external = try #require(try await sandbox.courses().first { $0.id == id }?.externalId)
            let machine = try await sandbox.run(
                "explain", external, "--group", Sandbox.sales, "--format", "ndjson")
            let tags = try machine.records([String: JSONValue].self).first?["tags"]
            #expect(
                tags
                    == .list(
                        [("Leadership", "provider"), ("Law", "provider"), ("Mine", "manual")].map {
                            .object(["name": .text($0), "origin": .text($1)])
                        }))
            let people = try await sandbox.run("explain", external, "--group", Sandbox.sales)
            #expect(
                people.output.split(separator: "\n").last
                    == "tags: Leadership (provider), Law (provider), Mine (manual)")
        }
    }
}

extension Sandbox {
    /// A course whose item has the topics Leadership and Law from the next sync on.
    fileprivate func taggable() async throws -> String {
        let course = try #require(try await courses().first)
        portal.update(try #require(Int(course.externalId))) { item in
            item.topics = ["Leadership", "Law"].enumerated().map { .init($0 + 1, $1) }
        }
        return course.id
    }

    fileprivate func writeTagged(_ isOn: Bool) throws {
        let text = Group().text.replacing("    filters:", with: "    tags: \(isOn)\n    filters:")
        try write(text, to: "providers/sales.yaml")
    }

    fileprivate func tags(_ command: String, _ course: String, _ names: String...) async throws -> [String] {
        let arguments = ["tags", command, "--group", Self.sales, "--course", course, "--format", "ndjson"]
        let done = try await start(arguments + names).finished()
        #expect(done.status == 0, "\(done.errors)")
        return try done.records([String: String].self).map {
            "\($0["name"] ?? "") (\($0["origin"] ?? ""))"
        }
    }
}
