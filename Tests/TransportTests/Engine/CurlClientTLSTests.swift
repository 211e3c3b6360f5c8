import ConnectorKit
import Foundation
import Testing
import Transport
import TestSupport

@Suite(.enabled(if: TLSSite.canRun, "needs openssl and nginx, which script/bootstrap installs"))
struct CurlClientTLSTests {
    @Test("With the given authority the connection is trusted, uses HTTP/2 and is shared")
    func trusted() async throws {
        try await TLSSite.run { site in
            let client = CurlClient(network: .trusting(site.caBundle))
            let bodies = try await withThrowingTaskGroup(of: String.self, returning: Set<String>.self) {
                group in
                for _ in 1...20 {
                    group.addTask {
                        let answer = try await client.send(
                            HTTPRequest(.get, "https://localhost:\(site.port)"))
                        #expect(answer.status == 200)
                        return String(decoding: answer.body, as: UTF8.self)
                    }
                }
                return try await group.reduce(into: []) { $0.insert($1) }
            }
            #expect(bodies.count == 1)
            #expect(bodies.first?.hasPrefix("HTTP/2.0 ") == true)
        }
    }

    @Test("A certificate from an unknown authority is refused")
    func untrusted() async throws {
        try await TLSSite.run { site in
            await #expect(
                throws: Failure.configuration(
                    "GET https://localhost:\(site.port)/: the server's certificate is not trusted "
                        + "(unable to get local issuer certificate) by the authorities in "
                        + TrustedAuthorities().shown + "; `network: ca` in the host's file names the file of "
                        + "another authority, such as a company's")
            ) { try await CurlClient().send(HTTPRequest(.get, "https://localhost:\(site.port)/?key=s3cret")) }
        }
    }

    @Test("A certificate for another name is refused")
    func otherName() async throws {
        try await TLSSite.run { site in
            await #expect(
                throws: Failure.configuration(
                    "GET https://127.0.0.1:\(site.port)/: the server's certificate is not for 127.0.0.1; "
                        + "is the address right?")
            ) {
                try await CurlClient(network: .trusting(site.caBundle))
                    .send(HTTPRequest(.get, "https://127.0.0.1:\(site.port)"))
            }
        }
    }

    @Test("A certificate that has expired is refused")
    func expired() async throws {
        try await TLSSite.run(daysValid: -1) { site in
            await #expect(
                throws: Failure.configuration(
                    "GET https://localhost:\(site.port)/: the server's certificate is not trusted "
                        + "(certificate has expired) by the authorities in \(site.caBundle) (network: ca); "
                        + "`network: ca` in the host's file names the file of another authority, such as a "
                        + "company's")
            ) {
                try await CurlClient(network: .trusting(site.caBundle))
                    .send(HTTPRequest(.get, "https://localhost:\(site.port)"))
            }
        }
    }

    @Test("An unreadable file of authorities is reported as the cause")
    func noBundle() async throws {
        try await ScriptedServer.run { _ in
            [.hold]
        } during: { server in
            await #expect(
                throws: Failure.configuration(
                    "GET https://localhost:\(server.port)/: the trusted certificate authorities cannot be read: "
                        + "/nonexistent/ca.pem (network: ca)")
            ) {
                try await CurlClient(network: .trusting("/nonexistent/ca.pem"))
                    .send(HTTPRequest(.get, "https://localhost:\(server.port)"))
            }
        }
    }

    @Test("A server without TLS is reported as such")
    func noTLS() async throws {
        let (listener, port) = try Loopback.listener(backlog: 1)
        Thread {
            let connection = accept(listener, nil, nil)
            _ = send(connection, "220 ready\r\n", 11, 0)
            close(connection)
            close(listener)
        }.start()
        await #expect(
            throws: Failure.transient(
                "GET https://localhost:\(port)/: the TLS handshake failed; "
                    + "does the service speak https at this address?")
        ) { try await CurlClient().send(HTTPRequest(.get, "https://localhost:\(port)")) }
    }

    @Test("A large body over HTTP/2 arrives whole, also as a stream with a slow reader")
    func large() async throws {
        let body = pattern(6_000_000)
        try await TLSSite.run(body) { site in
            let client = CurlClient(network: .trusting(site.caBundle))
            let request = HTTPRequest(.get, "https://localhost:\(site.port)/body")
            #expect(try await client.send(request).body == body)
            let read = try await client.stream(request) { _, chunks throws(Failure) in
                var iterator = chunks.makeAsyncIterator()
                var read: [UInt8] = []
                while let chunk = try await iterator.next() {
                    read += chunk
                    for _ in 1...50 { await Task.yield() }
                }
                return read
            }
            #expect(read == body)
        }
    }

    @Test("Cancelling a request on a shared connection does not affect the others")
    func cancelShared() async throws {
        let body = [UInt8](repeating: 5, count: 300_000)
        try await TLSSite.run(body) { site in
            let client = CurlClient(network: .trusting(site.caBundle))
            let request = HTTPRequest(.get, "https://localhost:\(site.port)/body")
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<60 {
                    let task = Task { () async throws(Failure) in try await client.send(request) }
                    if number % 3 != 0 { group.addTask { task.cancel() } }
                    group.addTask {
                        do {
                            let answer = try await task.value
                            #expect(answer.body == body)
                        } catch {
                            #expect(number % 3 != 0)
                            #expect(
                                error as? Failure
                                    == .fatal("GET https://localhost:\(site.port)/body was cancelled"))
                        }
                    }
                }
            }
        }
    }
}

extension NetworkSettings {
    /// Every address, without a proxy, trusting what a file names.
    static func trusting(_ file: String) -> NetworkSettings {
        var settings = NetworkSettings.unrestricted
        settings.authorities.file = .init(path: file, source: "network: ca")
        return settings
    }
}
