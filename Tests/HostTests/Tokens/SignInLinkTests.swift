import ConfigurationFiles
import ConnectorKit
import Foundation
import Host
import HTTPTesting
import PostgresTesting
import Runtime
import Testing
import TestSupport

@Suite struct SignInLinkTests {
    /// A host without groups whose time a test moves.
    private static func with(_ body: (HostRuntime, TestDate) async throws -> Void) async throws {
        let folder = URL.temporary("links")
        defer { folder.remove() }
        let time = TestDate()
        var configuration = HostConfiguration(directory: folder, defaultProvider: "demo")
        try configuration.keepStore(in: folder)
        let host = try await HostRuntime.open(
            Configuration(host: configuration), registry: ProviderRegistry(providers: []),
            environment: .withoutNetwork(time))
        try await body(host, time)
    }

    private static func code(of link: SignInLink) -> String {
        String(link.address(at: "").dropFirst("/sign-in/".count))
    }

    private static let me = ChangeActor(user: "me")

    @Test("A link opens once, and shows the token that signs in from then on")
    func once() async throws {
        try await Self.with { host, _ in
            let made = try await host.createToken(name: "ann", role: .viewer, groups: ["a"], lifetime: nil)
            let link = try await host.link(to: made.token)
            let opened = try #require(try await host.open(link: Self.code(of: link)))
            #expect(opened.token == made.token)
            #expect(try await host.token(presented: opened.text.reveal()) == made.token)
            #expect(try await host.token(presented: made.text.reveal()) == nil)
            #expect(try await host.open(link: Self.code(of: link)) == nil)
            #expect(try await host.open(link: "tributary_") == nil)
        }
    }

    @Test("A link opens nothing after 24 hours, when another was made, or when its token is revoked")
    func over() async throws {
        try await Self.with { host, time in
            let made = try await host.createToken(name: "ann", role: .viewer, groups: [], lifetime: nil)
            let first = try await host.link(to: made.token)
            let second = try await host.link(to: made.token)
            #expect(try await host.open(link: Self.code(of: first)) == nil)
            time.pass(SignInLink.lifetime)
            #expect(try await host.open(link: Self.code(of: second)) == nil)
            let third = try await host.link(to: made.token)
            try await host.revoke(made.token)
            #expect(try await host.open(link: Self.code(of: third)) == nil)
        }
    }

    @Test("The first link is made until somebody has a token that may change everything")
    func first() async throws {
        try await Self.with { host, _ in
            _ = try await host.createToken(name: "look", role: .viewer, groups: [], lifetime: nil)
            _ = try await host.createToken(name: "part", role: .admin, groups: ["a"], lifetime: nil)
            let lost = try #require(try await host.firstLink(by: Self.me))
            let again = try #require(try await host.firstLink(by: Self.me))
            #expect(try await host.tokens().map(\.name) == ["look", "part", "set-up"])
            #expect(try await host.open(link: Self.code(of: lost)) == nil)
            let opened = try await host.open(link: Self.code(of: again))
            #expect(opened?.token.name == "set-up")
            #expect(try await host.firstLink(by: Self.me) == nil)
        }
    }

    @Test(
        "The link leads to where people reach the host",
        arguments: [
            ("127.0.0.1:8360", nil, "http://127.0.0.1:8360"), ("0.0.0.0:80", nil, "http://localhost:80"),
            ("[::1]:80", nil, "http://[::1]:80"), ("127.0.0.1:0", nil, nil),
            ("127.0.0.1:0", "https://connect.example", "https://connect.example"),
        ])
    func origin(_ listen: String, _ publicURL: String?, _ origin: String?) throws {
        var host = HostConfiguration(directory: URL(filePath: "/"), defaultProvider: "demo")
        host.listen = try #require(ListenAddress(listen))
        host.publicURL = publicURL
        #expect(host.origin() == origin)
    }
}
