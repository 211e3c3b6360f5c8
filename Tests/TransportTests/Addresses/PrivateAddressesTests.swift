import ConnectorKit
import Testing

@testable import Transport

@Suite struct PrivateAddressesTests {
    @Test(
        "An address of this machine or of a private network is refused in every spelling",
        arguments: [
            "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f.1", "0x7F000001", "0177.0.0.1",
            "017700000001",
            "127.0.0.1.", "127.1.", "0x7f.1.", "localhost", "LOCALHOST", "localhost.", "foo.localhost",
            "a.b.localhost.",
            "%31%32%37.0.0.1", "%30x7f.1", "loc%61lhost", "１２７.0.0.1", "127。0。0。1", "ｌocalhost", "⑫7.1",
            "0.0.0.0", "0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.254",
            "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.168.0.1", "192.0.0.8", "198.18.0.1",
            "224.0.0.1", "239.1.2.3", "255.255.255.255", "240.0.0.1",
            "[::]", "[::1]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::7f00:1]",
            "[::ffff:10.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b::10.0.0.1]", "[64:ff9b:1::1]",
            "[2002:7f00:1::]", "[2002:c0a8:1::1]", "[2001::1]", "[fc00::1]", "[fd12:3456::1]", "[fe80::1]",
            "[fe80::1%25eth0]", "[febf::1]", "[fec0::1]", "[ff02::1]", "[100::1]",
        ])
    func refused(host: String) {
        for url in ["https://\(host)/", "https://\(host):8443/x?y", "https://user@\(host)/"] {
            #expect(PrivateAddresses().refuses(url), "\(url)")
            #expect(!PrivateAddresses.unrestricted.refuses(url))
        }
    }

    @Test(
        "Public addresses and names are not",
        arguments: [
            "api.go1.com", "localhost.example.com", "notlocalhost", "127.0.0.1.example.com", "1.1.1.1",
            "9.255.255.255",
            "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0", "169.253.255.255",
            "172.15.255.255", "172.32.0.0", "192.167.255.255", "192.169.0.0", "223.255.255.255",
            "[2606:4700::1111]", "[2002:808:808::]", "[64:ff9b::8.8.8.8]", "[::ffff:8.8.8.8]", "[fbff::1]",
            "xn--bcher-kva.example", "bücher.example",
        ])
    func taken(host: String) {
        #expect(!PrivateAddresses().refuses("https://\(host)/"))
    }

    @Test("What stands in a file may be called, at its own port alone")
    func named() {
        let addresses = PrivateAddresses().naming([
            "http://127.0.0.1:8080/oai", "https://10.1.2.3", "https://api.example.com",
        ])
        #expect(!addresses.refuses("http://127.0.0.1:8080/token"))
        #expect(!addresses.refuses("https://10.1.2.3:443/"))
        for url in [
            "http://127.0.0.1:8081/", "http://localhost:8080/", "https://127.0.0.1/", "https://10.1.2.3:22/",
        ] {
            #expect(addresses.refuses(url), "\(url)")
        }
    }

    @Test("What the host's file opens may be called: names, addresses and ranges")
    func opened() throws {
        var addresses = PrivateAddresses()
        for text in [
            "Intranet.example.", "10.1.0.0/16", "fd00::/8", "192.168.7.7", "localhost", "0xA9FE0001",
        ] {
            let isOpen = addresses.open(text)
            #expect(isOpen, "\(text)")
        }
        for host in [
            "10.1.2.3", "[::ffff:10.1.2.3]", "[64:ff9b::10.1.2.3]", "[fd12::1]", "192.168.7.7", "localhost",
            "169.254.0.1",
        ] {
            #expect(!addresses.refuses("https://\(host)/"), "\(host)")
        }
        for host in ["10.2.0.1", "192.168.7.8", "127.0.0.1", "foo.localhost", "[fc00::1]", "169.254.0.2"] {
            #expect(addresses.refuses("https://\(host)/"), "\(host)")
        }
        let intranet = try #require(WebAddress("https://intranet.example/"))
        let other = try #require(WebAddress("https://other.example/"))
        let inside = try #require(IPAddress("172.16.0.1"))
        #expect(addresses.allows(inside, for: intranet))
        #expect(!addresses.allows(inside, for: other))
        #expect(addresses.allows(try #require(IPAddress("10.1.9.9")), for: other))
    }

    @Test(
        "What is no host, address or range opens nothing",
        arguments: [
            "", " ", "https://a.example", "a.example:443", "a.example/x", "10.0.0.0/33", "10.0.0.0/",
            "10.0.0.0/-1",
            "10.0.0.0/8/8", "::1/129", "user@a.example", "*.example", "a b",
        ])
    func nothing(text: String) {
        var addresses = PrivateAddresses()
        let isOpen = addresses.open(text)
        #expect(!isOpen)
        #expect(addresses == PrivateAddresses())
    }
}
