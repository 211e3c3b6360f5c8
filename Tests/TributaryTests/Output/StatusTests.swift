import ConnectorKit
import Foundation
import Go1Simulator
import Model
import SimulatorSupport
import Testing
import TestSupport

@Suite struct StatusTests {
    private static func due(_ sandbox: Sandbox) async throws -> [String] {
        try await sandbox.run("status", "--format", "ndjson").records([String: JSONValue].self).map {
            $0["nextRun"]?.plain ?? "no key"
        }
    }

    @Test("a connection is due, for all of its groups, at the first of the times that any of them names")
    func union() async throws {
        try await Sandbox.with(items: 1) { sandbox in
            func write(_ group: Sandbox.Group, at time: String) throws {
                let text = group.text.replacing(
                    "    filters:",
                    with: "    schedule: { catalog: \"\(time)\", stats: \"\(time)\" }\n    filters:")
                try sandbox.write(text, to: "providers/\(group.file)")
            }
            try sandbox.write("timezone: \"+00:00\"\n", to: "tributary.yaml")
            var other = Sandbox.Group.engineering
            try write(Sandbox.Group(), at: "06:00")
            try write(other, at: "18:00")
            let shared = try await Self.due(sandbox)
            #expect(shared.count == 2)
            #expect(shared.first == shared.last)
            // With settings of its own the other group has a connection of its own.
            other.settings["page_size"] = "20"
            try write(other, at: "18:00")
            let alone = try await Self.due(sandbox)
            #expect(Set(alone.map { $0.suffix(10) }) == ["T06:00:00Z", "T18:00:00Z"])
            #expect(alone.min() == shared.first)
            let kinds = try await sandbox.run("status", "--format", "ndjson").records(
                [String: JSONValue].self)
            #expect(kinds.map { $0["nextKind"] } == ["catalog", "catalog"])
        }
    }
}
