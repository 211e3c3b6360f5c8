import ConnectorKit
import Foundation
import Testing
import TestSupport

@testable import Transport

/// The names of these tests are resolved by the client itself, so that no machine's hosts file is needed: what it
/// connects to is checked as with any other name.
@Suite struct PrivateConnectionTests {
    private static func problem(_ host: String) -> String {
        "\(host) leads to this machine or to a private network; `network: private` in the host's file opens such "
            + "addresses"
    }

    @Test(
        "A name that resolves to a private address is refused before a connection, open or closed",
        arguments: [
            "127.0.0.1", "[::1]", "0.0.0.0", "10.0.0.1", "169.254.169.254", "[fe80::1]", "[::ffff:127.0.0.1]",
        ])
    func name(address: String) async throws {
        try await ScriptedServer.run { _ in
            Step.answer("<html>secret</html>")
        } during: { server in
            let (socket, closed) = try Loopback.listener()
            close(socket)
            for port in [server.port, closed] {
                let client = CurlClient(
                    network: NetworkSettings(), names: ["rebound.example:\(port)": address])
                await #expect(
                    throws: Failure.configuration(
                        "GET https://rebound.example:\(port)/x: \(Self.problem("rebound.example"))")
                ) { try await client.send(HTTPRequest(.get, "https://rebound.example:\(port)/x?key=s3cret")) }
            }
            #expect(server.opened == 0)
        }
    }

    @Test("A literal private address is refused unless it is named, without asking it")
    func literal() async throws {
        try await ScriptedServer.run { _ in
            Step.answer("here")
        } during: { server in
            await #expect(throws: Failure.configuration("GET \(server.url)/: \(Self.problem("127.0.0.1"))")) {
                try await CurlClient(network: NetworkSettings()).send(HTTPRequest(.get, server.url))
            }
            #expect(server.opened == 0)
            let named = NetworkSettings(privateAddresses: PrivateAddresses().naming([server.url + "/path"]))
            let answer = try await CurlClient(network: named).send(HTTPRequest(.get, server.url))
            #expect(answer.body == Array("here".utf8))
        }
    }

    @Test(
        "A redirect to a private address is refused, also from one that is named, and nothing is sent there")
    func redirect() async throws {
        try await ScriptedServer.run { _ in
            Step.answer("<html>secret</html>")
        } during: { inner in
            for target in [inner.url, "http://localhost:\(inner.port)/", "http://2130706433:\(inner.port)/x"]
            {
                try await ScriptedServer.run { _ in
                    Step.answer(302, headers: ["Location: \(target)"])
                } during: { outer in
                    let named = NetworkSettings(privateAddresses: PrivateAddresses().naming([outer.url]))
                    let host = try #require(WebAddress(target)).host
                    let failure = Failure.configuration(
                        "GET \(outer.url)/: redirected (302), but \(Self.problem(host))")
                    await #expect(throws: failure) {
                        try await CurlClient(network: named).send(HTTPRequest(.get, outer.url))
                    }
                    await #expect(throws: failure) {
                        try await CurlClient(network: named).stream(HTTPRequest(.get, outer.url)) { _, _ in }
                    }
                }
            }
            #expect(inner.opened == 0)
        }
    }

    @Test("A name is called if the host's file opens it, or the address that it has")
    func opened() async throws {
        try await TLSSite.run { site in
            for entry in [TLSSite.name, "127.0.0.0/8"] {
                var network = NetworkSettings.trusting(site.caBundle)
                network.privateAddresses = PrivateAddresses()
                let isOpen = network.privateAddresses.open(entry)
                #expect(isOpen)
                let client = CurlClient(
                    network: network, names: ["\(TLSSite.name):\(site.port)": "127.0.0.1"])
                let answer = try await client.send(HTTPRequest(.get, "https://\(TLSSite.name):\(site.port)/"))
                #expect(answer.status == 200)
            }
        }
    }
}
