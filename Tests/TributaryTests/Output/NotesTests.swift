import Go1Simulator
import Testing

/// What the configuration asks for and does not get is said by every command, on standard error.
@Suite struct NotesTests {
    static let commands: [[String]] = [
        ["status"], ["runs"], ["overlaps"], ["courses", "--group", Sandbox.sales], ["sync", "catalog"],
        ["filters", "show", "--group", Sandbox.sales, "--format", "json"],
    ]

    @Test("features that are not built yet are named once a file, with the file")
    func notBuilt() async throws {
        try await Sandbox.with(items: 3) { sandbox in
            try sandbox.write(
                Sandbox.Group().text.replacing(
                    "providers:", with: "admin: admin@example.com\nproviders:"),
                to: "providers/sales.yaml")
            try sandbox.write(
                """
                lms:
                  360learning:
                    url: https://app.360learning.com
                    client_id: host
                    client_secret: hush

                """, to: "tributary.yaml")
            let notes = """
                tributary: tributary.yaml: delivery to 360Learning is not built yet; \
                courses stay in the workspace

                """
            for command in Self.commands {
                let done = try await sandbox.start(command).finished()
                #expect(done.status == 0, "\(command)")
                #expect(done.errors == notes, "\(command)")
            }
            let check = try await sandbox.run("check")
            #expect(check.errors == notes + "1 group, 1 deployment: no mistakes\n")
        }
    }

    @Test("a directory of groups that is not there is told by every command that reads it")
    func missingDirectory() async throws {
        try await Sandbox.with(items: 1) { sandbox in
            try sandbox.remove("providers")
            for command in [["status"], ["runs"], ["overlaps"]] {
                let done = try await sandbox.start(command).finished()
                #expect(done.status == 0)
                #expect(
                    done.errors == "tributary: there is no directory providers; no group is configured\n")
            }
        }
    }
}
