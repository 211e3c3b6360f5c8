import Go1Simulator
import Testing
import TestSupport

/// What is worth knowing about the configuration is said by every command, on standard error.
@Suite struct NotesTests {
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
