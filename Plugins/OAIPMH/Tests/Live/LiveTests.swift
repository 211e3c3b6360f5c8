import ConnectorKit
import Foundation
import Testing
import Transport
import TestSupport

@testable import OAIPMH

@Suite(
    "An independent repository",
    .enabled(
        if: ProcessInfo.processInfo.environment["TRIBUTARY_SLOW_TESTS"] != nil,
        "slow: set TRIBUTARY_SLOW_TESTS to run it"),
    .enabled(if: installedProgram("python3") != nil, "there is no python3"))
struct LiveTests {
    @Test("a pyoai repository is harvested completely, and then by changes")
    func pyoai() async throws {
        let folder = try URL.temporaryFolder("pyoai")
        defer { folder.remove() }
        let python = try await environment(in: folder)
        let script = folder.appending(path: "serve.py")
        try Data(liveScript.utf8).write(to: script)
        let server = try RunningProgram(python, [script.path], in: folder)
        defer { server.send(SIGKILL) }
        await eventually("the repository serves") { server.outputSoFar.contains("\n") || !server.isRunning }
        let url = try #require(server.outputSoFar.split(separator: "\n").first)
        let client = CurlClient()
        let own = settings(["url": "\(url)/oai"])
        let connection = Connection(settings: own, client: client)
        try await oai.verify(.catalog, of: connection)

        let first = try await Harvest(of: connection)
        let deleted = stride(from: 9, to: 137, by: 10).map { "oai:pyoai.example:\($0)" }
        #expect(first.rows == 137)
        #expect(first.pages == 14)
        #expect(first.deleted == deleted)
        #expect(
            first.ids == (0..<137).map { "oai:pyoai.example:\($0)" }.filter { !deleted.contains($0) })
        #expect(first.refused == [])
        let course = try first.courses(own)["oai:pyoai.example:136"]?.get()
        #expect(course?.name == "Record 136 & <more>")
        #expect(course?.description == "Héllo")
        #expect(course?.language == "en")
        #expect(course?.launchURL == "https://pyoai.example/records/136")
        #expect(course?.modifiedAt.map(Timestamp.text) == "2020-01-06T16:00:00Z")

        _ = try await client.send(HTTPRequest(.get, "\(url)/touch?n=5", authorized: false))
        _ = try await client.send(HTTPRequest(.get, "\(url)/touch?n=19", authorized: false))
        let second = try await Harvest(since: first.mark, of: connection)
        #expect(second.ids == ["oai:pyoai.example:5"])
        #expect(second.deleted == ["oai:pyoai.example:19"])
        #expect(second.scopes == [.changes])

        let odd = try await Harvest(
            of: Connection(
                settings: settings(["url": "\(url)/oai", "set": "odd"]), client: client))
        #expect(odd.rows == 68)
    }

    /// Creates a Python environment with pyoai from the package index.
    private func environment(in folder: URL) async throws -> URL {
        let python = try #require(installedProgram("python3"))
        let made = try await RunningProgram(
            python, ["-m", "venv", folder.appending(path: "venv").path], in: folder
        ).finished()
        if made.status != 0 { try Test.cancel("python3 has no venv: \(made.output)\(made.errors)") }
        let own = folder.appending(path: "venv/bin/python")
        let installed = try await RunningProgram(
            own, ["-m", "pip", "install", "--quiet", "pyoai==2.5.0", "setuptools<81"], in: folder
        ).finished()
        if installed.status != 0 { try Test.cancel("pip cannot install pyoai: \(installed.errors)") }
        return own
    }
}
