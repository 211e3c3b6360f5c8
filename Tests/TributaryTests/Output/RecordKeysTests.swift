import ConnectorKit
import Foundation
import Go1Simulator
import Model
import Testing
import TestSupport

/// The records that machines read (rule R2), word for word.
@Suite struct RecordKeysTests {
    static let course = [
        "id", "group", "provider", "externalId", "name", "description", "image", "duration", "authors",
        "publisher",
        "lang", "launchUrl", "modifiedAt", "subjects", "tags", "contentType", "providerType", "archived",
        "archivedBecause", "retiresAt",
    ]
    static let run = [
        "id", "kind", "provider", "connection", "groups", "started", "finished", "outcome", "error", "seen",
        "created", "updated", "unchanged", "archived", "unarchived", "skipped", "requests", "bytes",
        "seconds",
    ]
    static let overlap = ["groups", "count", "externalIds", "filters"]
    static let likelyOverlap = ["group", "name", "lang", "providers", "externalIds", "ids"]
    static let preview = ["archived", "unarchived"]
    static let tag = ["name", "origin"]

    /// Commands in the order in which they run, each with what it prints.
    static let commands: [(arguments: [String], keys: [String])] = [
        (["runs"], run),
        (["courses", "--group", "Sales Academy"], course),
        (["overlaps"], overlap),
        (["overlaps", "--likely"], likelyOverlap),
        (["sync", "catalog", "--dry-run"], run),
        (["sync", "catalog"], run),
        (["runs"], run),
        (["courses", "--group", "Sales Academy"], course),
        (["courses", "--group", "Sales Academy", "--archived", "any"], course),
        (["courses", "--group", "Sales Academy", "--search", "no such words anywhere"], course),
        (["overlaps"], overlap),
        (["tags", "add", "--group", "Engineering", "--course", "1", "Mine"], tag),
        (["tags", "list", "--group", "Engineering", "--course", "1"], tag),
        (["filters", "preview", "--group", "Sales Academy", "--language", "de"], preview),
        (["filters", "set", "--group", "Sales Academy", "--language", "fr"], preview),
        (["courses", "--group", "Sales Academy", "--archived", "yes"], course),
    ]

    @Test("every command prints the promised keys, in their order, in JSON, in lines and in CSV")
    func keys() async throws {
        try await Sandbox.with(items: 120) { sandbox in
            try sandbox.write(Sandbox.Group(), .engineering)
            for (arguments, keys) in Self.commands {
                let command = arguments.joined(separator: " ")
                // The changing commands change nothing the second time: the three outputs need not agree.
                let json = try await sandbox.start(arguments + ["--format", "json"]).finished()
                let lines = try await sandbox.start(arguments + ["--format", "ndjson"]).finished()
                let csv = try await sandbox.start(arguments + ["--format", "csv"]).finished()
                for done in [json, lines, csv] { #expect(done.status == 0, "\(command): \(done.errors)") }

                let list = try #require(json.list)
                for record in list { #expect(Set(record.keys) == Set(keys), "\(command)") }
                for line in lines.output.split(separator: "\n") {
                    #expect(topLevelKeys(of: line) == keys, "\(command)")
                }
                let table = cells(ofCSV: csv.output)
                #expect(table.first == keys, "\(command)")
                #expect(table.allSatisfy { $0.count == keys.count }, "\(command)")
                #expect(csv.output.hasSuffix("\r\n"), "\(command)")
            }
        }
    }

    @Test("nothing to tell is a valid empty answer in every format")
    func empty() async throws {
        try await Sandbox.with(items: 1) { sandbox in
            try sandbox.write(Sandbox.Group())
            let commands = [
                (["runs"], Self.run), (["courses", "--group", Sandbox.sales], Self.course),
                (["overlaps"], Self.overlap),
            ]
            for (arguments, keys) in commands {
                let json = try await sandbox.start(arguments + ["--format", "json"]).finished()
                let lines = try await sandbox.start(arguments + ["--format", "ndjson"]).finished()
                let csv = try await sandbox.start(arguments + ["--format", "csv"]).finished()
                #expect(json.output == "[]\n")
                #expect(lines.output == "")
                #expect(csv.output == keys.joined(separator: ",") + "\r\n")
            }
        }
    }

    @Test("the three formats tell the same of every course, what it lacks as null, in order of externalId")
    func sameCourses() async throws {
        try await Sandbox.with(items: 420) { sandbox in
            try sandbox.write(Sandbox.Group())
            try await sandbox.sync()
            let arguments = ["courses", "--group", Sandbox.sales, "--archived", "any", "--format"]
            let json = try await sandbox.start(arguments + ["json"]).finished()
            let lines = try await sandbox.start(arguments + ["ndjson"]).finished()
            let csv = try await sandbox.start(arguments + ["csv"]).finished()

            let records = try lines.records([String: JSONValue].self)
            #expect(json.list == records)
            let table = cells(ofCSV: csv.output).dropFirst()
            let written = records.map { record in Self.course.map { record[$0]?.plain ?? "absent" } }
            #expect(Array(table) == written)

            let ids = records.compactMap { $0["externalId"]?.plain }
            #expect(ids == sandbox.portal.expectedIDs())
            // The awkward items see to it that each of these is missing somewhere.
            for key in ["description", "image", "duration", "lang", "archivedBecause", "retiresAt"] {
                #expect(records.contains { $0[key] == .null }, "\(key)")
            }
        }
    }
}
