import ConnectorKit
import Foundation
import Testing
import TestSupport

@testable import Transport

@Suite(.enabled(if: TLSSite.canRun, "needs openssl and nginx, which script/bootstrap installs"))
struct ProxyTests {
    private static let url = "https://\(TLSSite.name)/body?key=s3cret"
    private static let label = "GET https://\(TLSSite.name)/body"

    private static func network(_ proxy: String, _ caBundle: String, except: String = "") throws
        -> NetworkSettings
    {
        var network = NetworkSettings(environment: ["no_proxy": except])
        network.authorities.file = .init(path: caBundle, source: "network: ca")
        network.proxy = .server(try #require(ProxyServer(proxy, source: "network: proxy")))
        return network
    }

    private static func unreached(_ proxy: ConnectProxy, _ cause: String) -> String {
        "\(label): could not reach https://\(TLSSite.name) through the proxy \(proxy.url): \(cause)"
    }

    @Test("The proxy sees host and port, and nothing of the request in clear")
    func tunnel() async throws {
        let body = Array("the answer is secret".utf8)
        try await TLSSite.run(body) { site in
            try await ConnectProxy.run(to: site.port) { proxy in
                let client = CurlClient(network: try Self.network(proxy.url, site.caBundle))
                for _ in 1...3 {
                    let request = HTTPRequest(
                        .get, Self.url, headers: [HTTPHeader("Authorization", "Bearer t0ken")])
                    #expect(try await client.send(request).body == body)
                }
                #expect(proxy.targets == ["\(TLSSite.name):443"], "one tunnel, kept")
                let head = try #require(proxy.heads.first)
                for word in ["t0ken", "s3cret", "/body"] {
                    #expect(!head.contains(word))
                    #expect(proxy.bytes.firstRange(of: Array(word.utf8)) == nil)
                }
                #expect(
                    client.routes == [
                        NetworkRoute(
                            address: "https://\(TLSSite.name)", proxy: "\(proxy.url) (network: proxy)",
                            authorities: "\(site.caBundle) (network: ca)")
                    ])
            }
        }
    }

    @Test("An exception is reached without the proxy")
    func exception() async throws {
        try await TLSSite.run { site in
            try await ConnectProxy.run(.refuses(403)) { proxy in
                var network = try Self.network(proxy.url, site.caBundle, except: "localhost")
                network.privateAddresses = .unrestricted
                let client = CurlClient(network: network)
                #expect(
                    try await client.send(HTTPRequest(.get, "https://localhost:\(site.port)")).status == 200)
                #expect(proxy.heads.isEmpty)
                #expect(client.routes.map(\.proxy) == [nil])
            }
        }
    }

    @Test("A proxy that demands a user gets the one in its address, and nobody else does")
    func credentials() async throws {
        try await TLSSite.run([1]) { site in
            try await ConnectProxy.run(.demands(user: "me", password: "p@ss"), to: site.port) { proxy in
                func send(_ user: String) async throws -> HTTPResponse {
                    let address = "http://\(user)127.0.0.1:\(proxy.port)"
                    return try await CurlClient(network: try Self.network(address, site.caBundle))
                        .send(HTTPRequest(.get, Self.url))
                }
                let right = try await send("me:p%40ss@")
                #expect(right.body == [1])
                let place = "they stand in its address, http://USER:PASSWORD@…, in network: proxy"
                await #expect(
                    throws: Failure.configuration(
                        Self.unreached(proxy, "the proxy asks for a user and a password (407); \(place)"))
                ) { try await send("") }
                await #expect(
                    throws: Failure.configuration(
                        Self.unreached(
                            proxy,
                            "the proxy refused the user and the password in its address (407); \(place)"))
                ) { try await send("me:wr0ng@") }
            }
        }
    }

    @Test("A proxy that refuses, fails, hangs up, is down or is unknown is told apart")
    func faults() async throws {
        let refusals: [(ConnectProxy.Manner, (String) -> Failure, String)] = [
            (
                .refuses(403), Failure.configuration,
                "the proxy refused it (403); whoever runs the proxy must allow \(TLSSite.name):443, or "
                    + "`network: no_proxy` must name \(TLSSite.name)"
            ),
            (
                .refuses(502), Failure.transient, "the proxy could not reach \(TLSSite.name):443 itself (502)"
            ),
            (
                .refuses(418), Failure.configuration,
                "the proxy refused it (418); whoever runs it must allow \(TLSSite.name):443"
            ),
            (
                .hangsUp, Failure.transient,
                "the proxy gave no answer that a proxy gives; is its address right (network: proxy) and is it up?"
            ),
        ]
        for (manner, failure, cause) in refusals {
            try await ConnectProxy.run(manner) { proxy in
                let client = CurlClient(network: try Self.network(proxy.url, "/dev/null"))
                await #expect(throws: failure(Self.unreached(proxy, cause))) {
                    try await client.send(HTTPRequest(.get, Self.url))
                }
            }
        }
        let port = try Loopback.freePort()
        for (url, cause) in [
            ("http://127.0.0.1:\(port)", "the proxy accepts no connection"),
            ("http://proxy.invalid:3128", "the proxy's host name was not found"),
        ] {
            let client = CurlClient(network: try Self.network(url, "/dev/null"))
            await #expect(
                throws: Failure.transient(
                    "\(Self.label): could not reach https://\(TLSSite.name) through the proxy \(url): \(cause); "
                        + "is its address right (network: proxy) and is it up?")
            ) { try await client.send(HTTPRequest(.get, Self.url)) }
        }
    }

    @Test("A SOCKS proxy gets the name, and what it refuses is told")
    func socks() async throws {
        try await TLSSite.run([1]) { site in
            func send(_ proxy: ConnectProxy) async throws -> HTTPResponse {
                let address = "socks5h://127.0.0.1:\(proxy.port)"
                return try await CurlClient(network: try Self.network(address, site.caBundle))
                    .send(HTTPRequest(.get, Self.url))
            }
            func unreached(_ proxy: ConnectProxy, _ cause: String) -> String {
                Self.unreached(proxy, cause).replacing("proxy http:", with: "proxy socks5h:")
            }
            try await ConnectProxy.run(.socks(reply: 0), to: site.port) { proxy in
                let answer = try await send(proxy)
                #expect(answer.body == [1])
                #expect(proxy.targets == ["\(TLSSite.name):443"])
            }
            let refusals: [(ConnectProxy.Manner, (String) -> Failure, String)] = [
                (
                    .socks(reply: 2), Failure.configuration,
                    "the proxy refused it; whoever runs it must allow \(TLSSite.name)"
                ),
                (.socks(reply: 3), Failure.transient, "the proxy could not reach \(TLSSite.name) itself"),
                (.socks(reply: 4), Failure.transient, "the proxy could not reach \(TLSSite.name) itself"),
                (.socks(reply: 5), Failure.transient, "the proxy could not reach \(TLSSite.name) itself"),
                (
                    .hangsUp, Failure.transient,
                    "the proxy gave no answer that a SOCKS proxy gives; is its address right (network: proxy)?"
                ),
            ]
            for (manner, failure, cause) in refusals {
                try await ConnectProxy.run(manner) { proxy in
                    await #expect(throws: failure(unreached(proxy, cause))) { try await send(proxy) }
                }
            }
        }
    }

    @Test(
        "A certificate from another authority is refused through the proxy too, and proxy and file are named")
    func untrusted() async throws {
        try await TLSSite.run { site in
            try await TLSSite.run { other in
                try await ConnectProxy.run(to: site.port) { proxy in
                    let client = CurlClient(network: try Self.network(proxy.url, other.caBundle))
                    await #expect(
                        throws: Failure.configuration(
                            Self.unreached(
                                proxy,
                                "the server's certificate is not trusted (unable to get local issuer certificate) by "
                                    + "the authorities in \(other.caBundle) (network: ca); `network: ca` in the "
                                    + "host's file names the file of another authority, such as a company's"))
                    ) { try await client.send(HTTPRequest(.get, Self.url)) }
                }
            }
        }
    }

    @Test("A private address is refused before the proxy hears of it; a name is the proxy's to resolve")
    func privateAddress() async throws {
        try await TLSSite.run([1]) { site in
            try await ConnectProxy.run(to: site.port) { proxy in
                let client = CurlClient(network: try Self.network(proxy.url, site.caBundle))
                await #expect(
                    throws: Failure.configuration(
                        "GET https://10.0.0.1/: 10.0.0.1 leads to this machine or to a private network; "
                            + "`network: private` in the host's file opens such addresses")
                ) { try await client.send(HTTPRequest(.get, "https://10.0.0.1/")) }
                #expect(proxy.targets.isEmpty)
                #expect(try await client.send(HTTPRequest(.get, Self.url)).body == [1])
            }
        }
    }

    @Test("Plain http to this machine does not go through the proxy")
    func plain() async throws {
        try await ConnectProxy.run(.refuses(403)) { proxy in
            try await ScriptedServer.run { _ in
                Step.answer("here")
            } during: { server in
                var network = try Self.network(proxy.url, "/dev/null")
                network.privateAddresses = .unrestricted
                let client = CurlClient(network: network)
                #expect(try await client.send(HTTPRequest(.get, server.url)).body == Array("here".utf8))
                #expect(client.routes == [NetworkRoute(address: server.url, proxy: nil, authorities: nil)])
                #expect(proxy.heads.isEmpty)
            }
        }
    }
}
