import Foundation
import Testing
import TestSupport

@Suite struct SandboxCommandTests {
    @Test("sandbox prints settings with which the portal is reached, and ends at Ctrl-C")
    func served() async throws {
        try await Sandbox.with(items: 1) { sandbox in
            let arguments = ["sandbox", "go1", "--port", "0", "--items", "40", "--fault", "html@page1"]
            let portal = try sandbox.start(arguments)
            defer { portal.send(SIGKILL) }
            await eventually("the portal says how it is reached") {
                portal.outputSoFar.contains("export GO1_SANDBOX_URL=")
            }
            let told = portal.outputSoFar.matches(of: /\ \ (\w+): (\S+)\n/).map {
                (String($0.1), String($0.2))
            }
            #expect(told.map(\.0) == ["portal", "client_id", "secret", "auth_url", "api_url"])
            var group = Sandbox.Group()
            group.settings = Dictionary(uniqueKeysWithValues: told)
            try sandbox.write(group)
            let run = try #require(try await sandbox.sync().first)
            #expect(run.seen > 30)
            #expect(run.requests == 3)
            portal.send(SIGINT)
            let done = await portal.finished()
            #expect(done.status == 130)
            #expect(done.errors == "")
        }
    }

    @Test("sandbox says why it cannot run")
    func refused() async throws {
        try await Sandbox.with(items: 1) { sandbox in
            let port = try #require(sandbox.url.split(separator: ":").last)
            let taken = try await sandbox.run("sandbox", "go1", "--port", String(port))
            #expect(taken.status == 1)
            #expect(taken.output == "")
            #expect(
                taken.errors
                    == "tributary: cannot listen on 127.0.0.1:\(port): the port is in use; --port 0 takes a free one\n"
            )
            let fault = try await sandbox.run("sandbox", "go1", "--port", "0", "--fault", "nonsense=1")
            #expect(fault.status == 2)
            #expect(fault.output == "")
            #expect(fault.errors.contains("there is no fault \"nonsense\"; there are 401, 429, 500"))
        }
    }
}
