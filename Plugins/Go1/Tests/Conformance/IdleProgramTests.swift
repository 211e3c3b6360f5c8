import ConnectorTesting
import Foundation
import Go1
import Go1Simulator
import PostgresTesting
import Testing
import TestSupport

@Suite("The conformance case that kills the program, with a broken program")
struct IdleProgramTests {
    /// Returns a script that runs the program once in a folder and does nothing on later runs.
    private static func idle(after program: URL, in folder: URL) throws -> URL {
        let script = folder.appending(path: "idle")
        let text = """
            #!/bin/sh
            [ "$1" = sync ] && [ -e began ] && exit 0
            [ "$1" = sync ] && : > began
            exec '\(program.path)' "$@"

            """
        try Data(text.utf8).write(to: script)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script.path)
        return script
    }

    @Test(
        "A program that does not continue after a kill fails the case",
        .enabled(if: Program.find() != nil, "no built program was found beside the tests"))
    func idle() async throws {
        let program = try #require(Program.find())
        let folder = try URL.temporaryFolder("idle")
        defer { folder.remove() }
        let suite = Conformance(
            provider, simulator, settings: ["page_size": "15"],
            program: try Self.idle(after: program, in: folder), stores: .underTest)
        let kill = try #require(suite.cases.first { $0.id == "kill" })
        let result = await suite.result(of: kill)
        #expect(
            result
                == .failed(
                    """
                    after a kill with page 1 stored and another run the courses are not those of an \
                    undisturbed run: 55 missing (1500032, 1500056, 1500091, …)
                    """))
    }
}
