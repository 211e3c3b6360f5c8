import ConfigurationFiles
import Foundation
import Testing
import Transport

@Suite("The network of tributary.yaml")
struct NetworkTests {
    private static let certificate = """
        -----BEGIN CERTIFICATE-----
        MAA=
        -----END CERTIFICATE-----

        """
    private let environment = [
        "HTTPS_PROXY": "http://outer.example:1", "NO_PROXY": "outer.example", "SSL_CERT_FILE": "/outer.pem",
        "PASSWORD": "hush",
    ]

    private func network(_ text: String?, _ certificates: String = certificate) throws -> NetworkSettings {
        let folder = try ConfigurationFolder()
        if let text { try folder.write(text, to: "tributary.yaml") }
        try folder.write(certificates, to: "company.pem")
        var network = try folder.load(environment).host.network
        network.authorities.file = network.authorities.file.map {
            .init(path: $0.path.replacing(folder.url.path, with: "FOLDER"), source: $0.source)
        }
        return network
    }

    @Test("without a file, or where it does not say, the environment holds")
    func environmentHolds() throws {
        let expected = NetworkSettings(environment: environment)
        #expect(expected.proxy != .none)
        #expect(try network(nil) == expected)
        #expect(try network("network:\n") == expected)
        #expect(try network("network: { proxy: , no_proxy: , ca: , private: }\n") == expected)
    }

    @Test("each key comes before the environment, and only before what it is about")
    func fileFirst() throws {
        let found = try network(
            """
            network:
              proxy: http://me:${PASSWORD}@inner.example:3128
              no_proxy: [.internal.example, 10.0.0.0/8]
              ca: company.pem
              private: [intranet.example]

            """)
        guard case .server(let proxy) = found.proxy else {
            Issue.record("no proxy")
            return
        }
        #expect(proxy == ProxyServer("http://me:hush@inner.example:3128", source: "network: proxy"))
        #expect(found.exceptions == ProxyExceptions(".internal.example,10.0.0.0/8"))
        #expect(found.authorities.shown.hasSuffix("FOLDER/company.pem (network: ca)"))
        #expect(found.privateAddresses != PrivateAddresses())

        let some = try network("network: { ca: company.pem }\n")
        #expect(some.proxy == NetworkSettings(environment: environment).proxy)
        #expect(some.exceptions == ProxyExceptions("outer.example"))
    }

    @Test("an empty proxy is none, an empty list of exceptions has none, whatever the environment says")
    func empty() throws {
        let found = try network("network: { proxy: \"\", no_proxy: [] }\n")
        #expect(found.proxy == .none)
        #expect(found.exceptions == ProxyExceptions())
    }

    @Test("a certificate that is damaged is told by its number")
    func damaged() throws {
        let folder = try ConfigurationFolder()
        try folder.write("network: { ca: company.pem }\n", to: "tributary.yaml")
        try folder.write(
            Self.certificate + Self.certificate.replacing("MAA=", with: "no DER"), to: "company.pem")
        #expect(
            folder.mistakes().map(\.description) == [
                "tributary.yaml:1:16: ca is \"company.pem\": its certificate number 2 is damaged"
            ])
    }
}
