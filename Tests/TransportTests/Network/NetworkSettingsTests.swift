import ConnectorKit
import Testing

@testable import Transport

@Suite struct NetworkSettingsTests {
    private func proxy(_ environment: [String: String], for url: String = "https://a.example/") throws
        -> String?
    {
        let address = try #require(WebAddress(url))
        return try NetworkSettings(environment: environment).proxy(for: address).map {
            "\($0.shown) (\($0.source))"
        }
    }

    @Test(
        "The proxy comes from the environment as curl reads it for https",
        arguments: [
            ([:], nil), (["HTTPS_PROXY": ""], nil), (["HTTP_PROXY": "p:1", "http_proxy": "p:1"], nil),
            (["HTTPS_PROXY": "http://p:1"], "http://p:1 (HTTPS_PROXY)"),
            (["https_proxy": "p:1", "HTTPS_PROXY": "q:1"], "http://p:1 (https_proxy)"),
            (["https_proxy": "", "ALL_PROXY": "socks5h://p:1"], "socks5h://p:1 (ALL_PROXY)"),
            (["all_proxy": "p", "ALL_PROXY": "q", "HTTPS_PROXY": ""], "http://p:1080 (all_proxy)"),
            (["HTTPS_PROXY": "https://me:s3cret@p/"], "https://p:443 (HTTPS_PROXY)"),
            (["HTTPS_PROXY": "me:s3cret@p:3128"], "http://p:3128 (HTTPS_PROXY)"),
            (["HTTPS_PROXY": "p:1", "NO_PROXY": "*"], nil),
            (["HTTPS_PROXY": "p:1", "no_proxy": "example"], nil),
            (
                ["HTTPS_PROXY": "p:1", "no_proxy": "b.example", "NO_PROXY": "a.example"],
                "http://p:1 (HTTPS_PROXY)"
            ),
        ] as [([String: String], String?)])
    func environment(variables: [String: String], expected: String?) throws {
        #expect(try proxy(variables) == expected)
    }

    @Test("Plain http, which is for this machine alone, never uses a proxy")
    func plain() throws {
        let all = ["HTTPS_PROXY": "p:1", "ALL_PROXY": "p:1", "HTTP_PROXY": "p:1", "http_proxy": "p:1"]
        #expect(try proxy(all, for: "http://127.0.0.1:8080/") == nil)
        #expect(try proxy(all, for: "https://127.0.0.1:8080/") == "http://p:1 (HTTPS_PROXY)")
    }

    @Test("A variable that holds no proxy's address is named, and its value is not shown")
    func unreadable() {
        for text in ["ftp://me:s3cret@p", "http://me:s3cret@", "me s3cret", "://s3cret"] {
            #expect(
                throws: Failure.configuration(
                    "HTTPS_PROXY is no proxy's address; one such as http://proxy.example:3128 was expected")
            ) { try proxy(["HTTPS_PROXY": text]) }
        }
    }

    @Test(
        "NO_PROXY is read as curl 7.88 reads it",
        arguments: [
            ("a.example", "a.example", true), ("a.example", "www.a.example", true),
            (".a.example", "a.example", true), (".a.example", "www.a.example", true),
            ("a.example", "na.example", false), ("a.example.", "a.example", true),
            ("a.example", "a.example.", true), ("A.Example", "a.example", true),
            ("b.example, a.example", "a.example", true), ("b.example a.example", "a.example", true),
            ("example", "a.example", true), ("*", "a.example", true), ("*.example", "a.example", false),
            ("b.example,*", "a.example", false), ("a.example:443", "a.example", false),
            (",,", "a.example", false),
            ("10.0.0.1", "10.0.0.1", true), ("10.0.0.0/8", "10.9.9.9", true),
            ("10.0.0.0/8", "11.0.0.1", false),
            ("10.0.0.0/12", "10.15.0.1", true), ("10.0.0.0/12", "10.16.0.1", false),
            ("0.0.1", "10.0.0.1", false),
            ("::1", "[::1]", true), ("[::1]", "[::1]", true), ("fd00::/8", "[fd12::1]", true),
            ("fd00::/8", "[fe00::1]", false), ("10.0.0.1", "a.example", false),
        ])
    func exceptions(list: String, host: String, isExcepted: Bool) {
        #expect(ProxyExceptions(list).contain(host) == isExcepted)
    }

    @Test("Authorities come from the environment as curl's command line reads them")
    func authorities() {
        func shown(_ environment: [String: String]) -> String {
            NetworkSettings(environment: environment).authorities.shown
        }
        let machine = TrustedAuthorities().shown
        #expect(
            shown(["CURL_CA_BUNDLE": "/a", "SSL_CERT_FILE": "/b", "SSL_CERT_DIR": "/c"])
                == "/a (CURL_CA_BUNDLE)")
        #expect(
            shown(["SSL_CERT_FILE": "/b", "SSL_CERT_DIR": "/c"]) == "/b (SSL_CERT_FILE) and /c (SSL_CERT_DIR)"
        )
        #expect(shown(["SSL_CERT_DIR": "/c"]) == "\(machine) and /c (SSL_CERT_DIR)")
        #expect(shown(["CURL_CA_BUNDLE": "", "SSL_CERT_FILE": "/b"]) == "/b (SSL_CERT_FILE)")
        #expect(shown([:]) == machine)
    }

    @Test("A proxy's password is in nothing that is printed")
    func secret() throws {
        var printed = ""
        dump(NetworkSettings(environment: ["HTTPS_PROXY": "http://me:s3cret@p:1"]), to: &printed)
        #expect(printed.contains("http://p:1"))
        #expect(!printed.contains("s3cret"))
    }
}
