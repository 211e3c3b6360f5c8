import Foundation
import Go1Simulator
import Testing
import TestSupport
import Transport

/// What an administrator reads when a provider cannot be reached: whole messages.
@Suite struct NetworkMessagesTests {
    /// Both ways to ask the provider end with 1 and the same message.
    ///
    /// - Parameter route: how `check` says that an https address was reached.
    private static func expect(
        _ message: String, _ sandbox: Sandbox, route: String = "", environment: [String: String] = [:],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let sync = try await sandbox.run("sync", "catalog", "--format", "ndjson", environment: environment)
        #expect(sync.status == 1, sourceLocation: sourceLocation)
        #expect(
            sync.errors == "tributary: go1 for Sales Academy: \(message)\n", sourceLocation: sourceLocation)
        let run = try #require(try sync.records(RunRecord.self).first, sourceLocation: sourceLocation)
        #expect(run.outcome == "failed", sourceLocation: sourceLocation)
        #expect(run.error == message, sourceLocation: sourceLocation)
        let check = try await sandbox.run("check", "--online", environment: environment)
        #expect(check.status == 1, sourceLocation: sourceLocation)
        #expect(
            check.errors == "1 group, 1 deployment: no mistakes\ngo1 for Sales Academy: \(message)\n\(route)",
            sourceLocation: sourceLocation)
    }

    private static let authorities = TrustedAuthorities().shown

    @Test("refused credentials: which settings are wrong, and not what they hold")
    func wrongSecret() async throws {
        try await Sandbox.with(items: 5) { sandbox in
            try sandbox.write(Sandbox.Group())
            try await Self.expect(
                """
                POST \(sandbox.url)/oauth/token: HTTP 401, "client_id and client_secret are not those of an app"; \
                Go1 refused the credentials: the settings client_id and secret must be those of one \
                integration of this portal
                """, sandbox, environment: ["GO1_SECRET": Sandbox.secret + "x"])
        }
    }

    @Test("a port where nobody listens")
    func refused() async throws {
        try await Sandbox.with(items: 5) { sandbox in
            try sandbox.write(Sandbox.Group())
            try await Self.expect(
                """
                POST http://127.0.0.1:1/oauth/token: the connection was refused; is the address right and the \
                service up? (5 attempts)
                """, sandbox, environment: ["GO1_URL": "http://127.0.0.1:1"])
        }
    }

    @Test("a host name that is not known")
    func unknownHost() async throws {
        try await Sandbox.with(items: 5) { sandbox in
            try sandbox.write(Sandbox.Group())
            try await Self.expect(
                """
                POST https://go1.invalid/oauth/token: the host name was not found; is the address right and is \
                there a network? (5 attempts)
                """, sandbox,
                route: "  https://go1.invalid: without a proxy, trusting \(Self.authorities)\n",
                environment: ["GO1_URL": "https://go1.invalid"])
        }
    }

    @Test(
        "a certificate that nobody vouches for",
        .enabled(if: installedProgram("openssl") != nil, "openssl makes the certificate and serves it"))
    func certificate() async throws {
        let openssl = try #require(installedProgram("openssl"))
        try await Sandbox.with(items: 5) { sandbox in
            try sandbox.write(Sandbox.Group())
            let certificate = [
                "-keyout", "site.key", "-out", "site.pem", "-subj", "/CN=localhost", "-days", "2",
            ]
            let made = try await sandbox.start(
                openssl,
                ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
                    + certificate
            ).finished()
            try #require(made.status == 0, "\(made.errors)")
            let site = try sandbox.start(
                openssl,
                ["s_server", "-accept", "127.0.0.1:0", "-cert", "site.pem", "-key", "site.key", "-www"])
            defer { site.send(SIGKILL) }
            var port: Substring?
            await eventually("openssl says where it listens") {
                port = site.outputSoFar.firstMatch(of: /ACCEPT 127\.0\.0\.1:(\d+)\n/)?.1
                return port != nil
            }
            let url = "https://localhost:\(try #require(port))"
            try await Self.expect(
                """
                POST \(url)/oauth/token: the server's certificate is not trusted (self-signed certificate) by the \
                authorities in \(Self.authorities); `network: ca` in the host's file names the file of another \
                authority, such as a company's
                """, sandbox, route: "  \(url): without a proxy, trusting \(Self.authorities)\n",
                environment: ["GO1_URL": url])
        }
    }

    @Test("one connection that fails keeps no other from its sync, and the status says that one did")
    func partly() async throws {
        try await Sandbox.with(items: 40) { sandbox in
            var broken = Sandbox.Group()
            broken.settings["client_id"] = "somebody-else"
            try sandbox.write(broken, .engineering)
            let runs = try await sandbox.sync(status: 1)
            #expect(Set(runs.map(\.outcome)) == ["failed", "done"])
            let ids = try await sandbox.courses(of: Sandbox.engineering).map(\.externalId)
            #expect(ids == sandbox.portal.expectedIDs())
        }
    }
}
