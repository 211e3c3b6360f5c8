import Foundation
import Testing
import TestSupport

/// What is shown is the state of the connections that are in use now.
@Suite struct PresentStatusTests {
    private struct Line: Decodable, Equatable {
        var lastOutcome: String?
        var lastError: String?
        var lastStatsOutcome: String?
        var lastStatsError: String?
    }

    private func status(_ sandbox: Sandbox) async throws -> [Line] {
        try JSONDecoder().decode(
            [Line].self, from: Data(try await sandbox.run("status", "--format", "json").output.utf8))
    }

    @Test("a wrong secret is no alarm any more once the right one is in the file")
    func secret() async throws {
        try await Sandbox.with(items: 5) { sandbox in
            var group = Sandbox.Group()
            group.settings["secret"] = "wrong-secret-1"
            try sandbox.write(group)
            #expect(try await sandbox.run("sync").status == 1)
            let wrong = try await status(sandbox)
            #expect(wrong.map(\.lastOutcome) == ["failed"])
            #expect(wrong.first?.lastError?.contains("401") == true)
            #expect(try await sandbox.run("status").output.contains("\nlast run: "))

            group.settings["secret"] = nil
            try sandbox.write(group)
            // The abandoned connection's runs are not those of the present one.
            #expect(try await status(sandbox) == [Line()])
            #expect(try await sandbox.run("sync").status == 0)
            #expect(try await status(sandbox) == [Line(lastOutcome: "done", lastStatsOutcome: "done")])
            #expect(!(try await sandbox.run("status").output.contains("last run: ")))

            // And back: what is shown is the wrong one's again.
            group.settings["secret"] = "wrong-secret-1"
            try sandbox.write(group)
            #expect(try await status(sandbox).map(\.lastOutcome) == ["failed"])
        }
    }

    @Test("a provider that is switched off, or no longer in a file, raises no alarm")
    func switchedOff() async throws {
        try await Sandbox.with(items: 5) { sandbox in
            var group = Sandbox.Group()
            group.settings["secret"] = "wrong-secret-1"
            try sandbox.write(group)
            #expect(try await sandbox.run("sync").status == 1)
            group.enabled = false
            try sandbox.write(group)
            #expect(
                try await status(sandbox) == [Line(lastOutcome: "failed", lastStatsOutcome: "failed")])
            #expect(!(try await sandbox.run("status").output.contains("last run: ")))
            try FileManager.default.removeItem(at: sandbox.folder.appending(path: "providers/sales.yaml"))
            #expect(try await status(sandbox).isEmpty)
        }
    }
}
