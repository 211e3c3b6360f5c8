import ConfigurationFiles
import ConnectorKit
import Foundation
import Host
import PostgresTesting
import Runtime
import Store
import Synchronization
import Testing
import TestSupport

@Suite struct APITokenTests {
    /// A host without groups whose time a test moves.
    private struct Fixture {
        let folder = URL.temporary("tokens")
        let time = TestDate()
        let host: HostRuntime

        init() async throws {
            var configuration = HostConfiguration(directory: folder, defaultProvider: "demo")
            try configuration.keepStore(in: folder)
            let time = time
            host = try await HostRuntime.open(
                Configuration(host: configuration, groups: []), registry: ProviderRegistry(providers: []),
                environment: HostEnvironment(
                    network: { _ in Network(client: NoNetwork()) }, clock: ContinuousClock(),
                    now: { time.now }, randomText: { UUID().uuidString },
                    randomFraction: { 0 }))
        }

        func remove() { folder.remove() }
    }

    @Test("A token opens until it expires or is revoked, and nothing else opens")
    func life() async throws {
        let fixture = try await Fixture()
        defer { fixture.remove() }
        let host = fixture.host
        let short = try await host.createToken(name: "short", role: .viewer, groups: ["a"], lifetime: 60)
        let long = try await host.createToken(name: "long", role: .admin, groups: [], lifetime: nil)
        #expect(try await host.token(presented: short.text.reveal()) == short.token)
        #expect(try await host.token(presented: long.text.reveal()) == long.token)
        for wrong in [
            "", "tributary_", "short", short.text.reveal() + "0", String(long.text.reveal().dropLast()),
        ] {
            #expect(try await host.token(presented: wrong) == nil)
        }
        fixture.time.pass(60)
        #expect(try await host.token(presented: short.text.reveal()) == nil)
        try await host.revoke(long.token)
        #expect(try await host.token(presented: long.text.reveal()) == nil)
        #expect(
            try await host.tokens().map { $0.state(at: fixture.time.now) } == [
                .expired, .revoked,
            ])
    }

    @Test("A name is free again once its token opens nothing")
    func names() async throws {
        let fixture = try await Fixture()
        defer { fixture.remove() }
        let host = fixture.host
        let first = try await host.createToken(name: "CI", role: .admin, groups: [], lifetime: nil)
        await #expect(
            throws: ChangeRefusal.taken("a token called \"CI\" is in use; revoke it or choose another name")
        ) {
            try await host.createToken(name: "CI", role: .viewer, groups: [], lifetime: nil)
        }
        try await host.revoke(first.token)
        let second = try await host.createToken(name: "CI", role: .viewer, groups: [], lifetime: nil)
        #expect(second.token.id != first.token.id)
    }

    @Test("A token limited to groups covers these, and nothing that belongs to all")
    func groups() async throws {
        let fixture = try await Fixture()
        defer { fixture.remove() }
        let limited = try await fixture.host.createToken(
            name: "a", role: .admin, groups: ["sales"], lifetime: nil
        ).token
        let whole = try await fixture.host.createToken(name: "b", role: .viewer, groups: [], lifetime: nil)
            .token
        #expect(
            limited.covers(group: "sales") && !limited.covers(group: "other") && !limited.covers(group: nil))
        #expect(whole.covers(group: "sales") && whole.covers(group: nil))
    }

    @Test("The store holds no token in clear")
    func secrecy() async throws {
        let fixture = try await Fixture()
        defer { fixture.remove() }
        let made = try await fixture.host.createToken(name: "CI", role: .admin, groups: [], lifetime: nil)
        for file in try FileManager.default.contentsOfDirectory(
            at: fixture.folder, includingPropertiesForKeys: nil)
        where !file.hasDirectoryPath {
            #expect(try Data(contentsOf: file).firstRange(of: Data(made.text.reveal().utf8)) == nil)
        }
    }
}
