import ConnectorKit
import Foundation
import TestSupport
import Testing
import Transport

@Suite(
    "Client certificates",
    .enabled(if: TLSSite.canRun, "needs openssl and nginx, which script/bootstrap installs"))
struct ClientCertificateTests {
    private static func request(_ site: TLSSite, _ pem: String?) -> HTTPRequest {
        var request = HTTPRequest(.get, "https://localhost:\(site.port)/")
        request.certificate = pem.flatMap { ClientCertificate(pem: Secret($0)) }
        return request
    }

    @Test(
        "A service that demands a certificate is sent the one of the request",
        arguments: ["-tls1_2", "-tls1_3"])
    func accepted(version: String) async throws {
        try await TLSSite.run(demanding: version) { site in
            let client = CurlClient(network: .trusting(site.caBundle))
            let answer = try await client.send(Self.request(site, site.clientCertificate))
            #expect(answer.status == 200)
            let page = String(decoding: answer.body, as: UTF8.self)
            #expect(page.contains("Client certificate"))
            #expect(page.contains(/Subject: CN ?= ?tributary/))
        }
    }

    /// With TLS 1.3 the alert follows the handshake, and may be lost as the service closes the connection.
    @Test("Without a certificate the message says that one is demanded")
    func missing() async throws {
        try await TLSSite.run(demanding: "-tls1_3") { site in
            let client = CurlClient(network: .trusting(site.caBundle))
            let label = "GET https://localhost:\(site.port)/: "
            let failure = await #expect(throws: Failure.self) {
                try await client.send(Self.request(site, nil))
            }
            let right: [Failure] = [
                .credentials(label + "the service demands a client certificate"),
                .transient(label + "the connection was reset"),
                .transient(label + "the connection broke off"),
            ]
            #expect(right.contains { $0 == failure })
        }
    }

    @Test("A certificate of another authority is refused, and the message says so")
    func foreign() async throws {
        try await TLSSite.run(demanding: "-tls1_2") { site in
            try await TLSSite.run(demanding: "-tls1_2") { other in
                let client = CurlClient(network: .trusting(site.caBundle))
                await #expect(
                    throws: Failure.credentials(
                        "GET https://localhost:\(site.port)/: the service refused the client certificate")
                ) { try await client.send(Self.request(site, other.clientCertificate)) }
            }
        }
    }

    @Test("A certificate whose key is another's is refused before anything is sent")
    func mixed() async throws {
        try await TLSSite.run(demanding: "-tls1_3") { site in
            try await TLSSite.run(demanding: "-tls1_3") { other in
                let keys = other.clientCertificate.split(separator: "-----BEGIN PRIVATE KEY-----")
                let pem = site.clientCertificate.split(separator: "-----BEGIN PRIVATE KEY-----")[0]
                let client = CurlClient(network: .trusting(site.caBundle))
                await #expect(
                    throws: Failure.credentials(
                        "GET https://localhost:\(site.port)/: the client certificate cannot be used; do "
                            + "certificate and private key belong together?")
                ) {
                    try await client.send(
                        Self.request(site, pem + "-----BEGIN PRIVATE KEY-----" + keys[1]))
                }
            }
        }
    }
}

@Suite("The text of a client certificate")
struct ClientCertificateTextTests {
    @Test(
        "A text that is none is refused with what would be right",
        arguments: [
            ([], "no certificate in PEM form; a text with -----BEGIN CERTIFICATE----- was expected"),
            (
                ["CERTIFICATE"],
                "no private key beside the certificate; a text with -----BEGIN PRIVATE KEY----- was expected"
            ),
            (
                ["CERTIFICATE", "ENCRYPTED PRIVATE KEY"],
                "the private key has a passphrase; one without was expected"
            ),
            (
                ["CERTIFICATE", "RSA PRIVATE KEY", "Proc-Type: 4,ENCRYPTED"],
                "the private key has a passphrase; one without was expected"
            ),
        ])
    func refused(lines: [String], problem: String) {
        let text = lines.map { $0.contains(":") ? $0 : "-----BEGIN \($0)-----" }.joined(separator: "\n")
        #expect(ClientCertificate.problem(with: text) == problem)
        #expect(ClientCertificate(pem: Secret(text)) == nil)
    }

    @Test("Keys of each kind are taken", arguments: ["", "RSA ", "EC "])
    func taken(kind: String) {
        let pem = "-----BEGIN \(kind)PRIVATE KEY-----\n-----BEGIN CERTIFICATE-----"
        #expect(ClientCertificate.problem(with: pem) == nil)
    }
}
