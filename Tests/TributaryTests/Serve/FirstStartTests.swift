import Foundation
import Testing
import TestSupport

/// The daemon before anything is configured.
@Suite struct FirstStartTests {
    private static func link(in output: String) -> String? {
        let sentence =
            /To sign in, open this link once within 24 hours: (http:\/\/127\.0\.0\.1:\d+\/sign-in\/tributary_[0-9a-f]{64})\n/
        return output.firstMatch(of: sentence).map { String($0.1) }
    }

    /// Starts the daemon, and returns what it said once it was up.
    private static func start(_ sandbox: Sandbox, _ arguments: [String] = ["serve"]) async throws -> String {
        let program = try sandbox.start(arguments)
        await eventually("it listens") { program.outputSoFar.contains("listens on ") }
        await eventually("it is up") { program.errorsSoFar.contains("public_url") }
        program.send(SIGTERM)
        let end = await program.finished()
        #expect(end.status == 0, "\(end.errors)")
        return end.output
    }

    @Test("serve prints a link as long as nobody can sign in, and none once somebody can")
    func links() async throws {
        try await Sandbox.with(items: 1) { sandbox in
            try sandbox.write("http: { listen: 127.0.0.1:0 }\n", to: "tributary.yaml")
            let first = try await Self.start(sandbox)
            let second = try await Self.start(sandbox)
            let links = [first, second].compactMap(Self.link)
            #expect(links.count == 2 && links[0] != links[1])
            try await sandbox.run("token", "create", "--role", "admin", "--name", "ann")
            let third = try await Self.start(sandbox)
            #expect(Self.link(in: third) == nil)
        }
    }

    @Test("init followed by serve works, though nothing is filled in")
    func afterInit() async throws {
        try await Sandbox.with(items: 1) { sandbox in
            try await sandbox.run("init", "new")
            try sandbox.write("http: { listen: 127.0.0.1:0 }\n", to: "new/tributary.yaml")
            let program = try sandbox.start(
                ["serve", "--config", "new/tributary.yaml"], environment: ["GO1_SECRET": ""])
            await eventually("it listens") { program.outputSoFar.contains("listens on ") }
            program.send(SIGTERM)
            let end = await program.finished()
            #expect(end.status == 0, "\(end.errors)")
            #expect(
                end.errors.hasPrefix(
                    "tributary: providers/my-group.yaml is not filled in, so it counts for nothing\n"))
        }
    }

    @Test("token create --link prints a link and no token, and needs an address to lead to")
    func tokenLink() async throws {
        try await Sandbox.with(items: 1) { sandbox in
            let create = ["token", "create", "--role", "viewer", "--link", "--name"]
            let made = try await sandbox.start(create + ["ann"]).finished()
            #expect(
                made.output.wholeMatch(of: /http:\/\/127\.0\.0\.1:8360\/sign-in\/tributary_[0-9a-f]{64}\n/)
                    != nil)
            #expect(
                made.errors.hasSuffix(
                    "tributary: this link is shown once, and signs in once within 24 hours\n"))
            let record = try await sandbox.start(create + ["bob", "--format", "json"]).finished()
            #expect(record.output.contains(#""link":"http://127.0.0.1:8360/sign-in/"#))
            #expect(!record.output.contains(#""token""#))
            try sandbox.write("http: { listen: 127.0.0.1:0 }\n", to: "tributary.yaml")
            let refused = try await sandbox.start(create + ["eve"]).finished()
            #expect(refused.status == 2)
            #expect(
                refused.errors.hasSuffix(
                    "tributary: no link can be made, since `http: listen` takes any free port; write one, or a public_url\n"
                ))
            let names = try await sandbox.run("token", "list", "--format", "csv").output
            #expect(!names.contains("eve"))
        }
    }
}
