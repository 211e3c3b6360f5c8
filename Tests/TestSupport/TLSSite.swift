package import Foundation
import Testing

/// nginx with a certificate for `localhost` and ``name`` from its own authority, both created for each instance.
package struct TLSSite: Sendable {
    package let port: Int
    /// The authority's certificate.
    package let caBundle: String
    /// PEM: a certificate of the authority for a client, and its private key.
    package let clientCertificate: String

    /// A name of the certificate that no machine can look up.
    package static let name = "service.invalid"

    private static let openssl = installedProgram("openssl")
    private static let nginx = installedProgram("nginx")
    package static var canRun: Bool { openssl != nil && nginx != nil }

    /// Serves while `body` runs: `/` returns protocol and connection number, `/body` a file.
    ///
    /// - Parameters:
    ///   - days: The validity of the certificate from now; negative for an expired one.
    ///   - inner: Passes all requests on to this port of the machine instead.
    ///   - demanding: If clients need a certificate of the authority, the version of TLS as an option of
    ///     `openssl s_server`, which answers then: `-tls1_2`.
    package static func run(
        _ body: [UInt8] = [], daysValid days: Int = 1, forwardingTo inner: Int? = nil,
        demanding version: String? = nil, during use: (TLSSite) async throws -> Void
    ) async throws {
        let openssl = try #require(openssl)
        let nginx = try #require(nginx)
        let folder = try URL.temporaryFolder("transport-tls")
        defer { folder.remove() }
        try Data(body).write(to: folder.appending(path: "body"))
        try await certificates(in: folder, daysValid: days)

        for attempt in 1... {
            // nginx does not accept port 0, so a port that was just free is tried, or else another.
            let (socket, port) = try Loopback.listener(backlog: 1)
            close(socket)
            try configuration(port: port, folder: folder.path, inner: inner)
                .write(to: folder.appending(path: "nginx.conf"), atomically: true, encoding: .utf8)
            let server =
                if let version {
                    try RunningProgram(openssl, demanding(version, port: port), in: folder)
                } else {
                    try RunningProgram(
                        nginx, ["-p", folder.path, "-c", "nginx.conf", "-e", "error.log"], in: folder)
                }
            defer { server.send(SIGKILL) }
            if await version == nil ? isReady(server, folder: folder) : isAccepting(server) {
                let client = try ["client.pem", "client.key"].map {
                    try String(contentsOf: folder.appending(path: $0), encoding: .utf8)
                }
                return try await use(
                    TLSSite(
                        port: port, caBundle: folder.appending(path: "ca.pem").path,
                        clientCertificate: client.joined()))
            }
            guard attempt < 5 else {
                let log = try? String(contentsOf: folder.appending(path: "error.log"), encoding: .utf8)
                Issue.record("nginx did not start: \(log ?? "no log")")
                return
            }
        }
    }

    /// nginx writes its process id when it listens.
    private static func isReady(_ server: RunningProgram, folder: URL) async -> Bool {
        let file = folder.appending(path: "nginx.pid").path
        while server.isRunning {
            if let text = try? String(contentsOfFile: file, encoding: .utf8),
                Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)) == server.id
            {
                return true
            }
            try? await Task.sleep(for: .milliseconds(2))
        }
        return false
    }

    private static func demanding(_ version: String, port: Int) -> [String] {
        [
            "s_server", version, "-accept", "127.0.0.1:\(port)", "-cert", "site.pem", "-key", "site.key",
            "-CAfile",
            "ca.pem", "-Verify", "1", "-verify_return_error", "-www",
        ]
    }

    /// s_server says so when it listens.
    private static func isAccepting(_ server: RunningProgram) async -> Bool {
        while server.isRunning {
            if server.outputSoFar.contains("ACCEPT") { return true }
            try? await Task.sleep(for: .milliseconds(2))
        }
        return false
    }

    /// Makes an authority, `ca.pem`, and its certificate for `localhost` and ``name``, `site.pem` and `site.key`.
    package static func certificates(in folder: URL, daysValid days: Int = 1) async throws {
        let openssl = try #require(openssl)
        try "subjectAltName=DNS:localhost,DNS:\(name)\n"
            .write(to: folder.appending(path: "names"), atomically: true, encoding: .utf8)
        let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        let steps = [
            ["req", "-x509"] + key + [
                "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Test CA", "-days", "2",
            ],
            ["req"] + key + ["-keyout", "site.key", "-out", "site.csr", "-subj", "/CN=localhost"],
            ["x509", "-req", "-in", "site.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial"]
                + ["-out", "site.pem", "-days", "\(days)", "-extfile", "names"],
            ["req"] + key + ["-keyout", "client.key", "-out", "client.csr", "-subj", "/CN=tributary"],
            ["x509", "-req", "-in", "client.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial"]
                + ["-out", "client.pem", "-days", "1"],
        ]
        for step in steps {
            let status = try await RunningProgram(openssl, step, in: folder).finished().status
            try #require(status == 0, "openssl \(step.joined(separator: " "))")
        }
    }

    private static func configuration(port: Int, folder: String, inner: Int?) -> String {
        let locations =
            inner.map {
                "location / { proxy_pass http://127.0.0.1:\($0); proxy_set_header Host $http_host; client_max_body_size 0; }"
            }
                ?? """
                location = / { return 200 "$server_protocol $connection"; }
                            location = /body { alias \(folder)/body; }
                """
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map { "\($0)_temp_path \(folder)/\($0);" }.joined(separator: "\n")
        return """
            daemon off;
            master_process off;
            pid \(folder)/nginx.pid;
            error_log \(folder)/error.log;
            events { worker_connections 512; }
            http {
                access_log off;
                \(temporary)
                server {
                    listen 127.0.0.1:\(port) ssl http2;
                    send_timeout 600s;
                    ssl_certificate \(folder)/site.pem;
                    ssl_certificate_key \(folder)/site.key;
                    \(locations)
                }
            }
            """
    }
}
