import Foundation
import Go1Simulator
import SimulatorSupport
import StoreTesting
import Testing
import TestSupport

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Calls as anybody on the network can make them, to the program as it is served.
@Suite struct RefusedCallTests {
    /// A call, and what has to come of it.
    private struct Call {
        let name: String
        let body: [UInt8]
        /// Nil for a call that is not signed.
        var secret: String?
        /// Seconds from now, of the signature's stamp.
        var offset: Int64 = 0
        var connection = "connection-1"
        let status: Int
    }

    private static let event = Array(
        """
        {"id":"evt_1","event_type":"enrollment.complete","webhook_version":"3.0.0",\
        "sent":"2026-01-01T00:00:00.000Z","attempt_number":1,"data":{"id":"1"}}
        """.utf8)

    private static func calls(_ secret: String) -> [Call] {
        let nothing = Array("{}".utf8)
        let large = [UInt8](repeating: 32, count: 1 << 20) + event
        return [
            Call(name: "unsigned", body: event, status: 401),
            Call(name: "another secret", body: event, secret: secret + "?", status: 401),
            Call(name: "too old", body: event, secret: secret, offset: -90, status: 401),
            Call(name: "too new", body: event, secret: secret, offset: 90, status: 401),
            Call(name: "unknown", body: event, secret: secret, connection: "connection-2", status: 404),
            Call(name: "no event", body: nothing, secret: secret, status: 400),
            Call(name: "oversized", body: large, secret: secret, status: 413),
        ]
    }

    @Test("A call that is not to be taken has its status, one count by its reason, and no row")
    func refused() async throws {
        try await Sandbox.with(items: 5) { sandbox in
            try sandbox.write(Sandbox.Group())
            let port = try sandbox.listen()
            #expect(try await sandbox.run("sync", "catalog").status == 0)
            let served = try await ServedProgram.start(sandbox)
            await eventually("the webhook is registered") { sandbox.portal.webhooks.count == 1 }
            let secret = try #require(sandbox.portal.webhooks.first?.secret)
            for call in Self.calls(secret) {
                let status = await Self.send(call, port)
                #expect(status == call.status, "\(call.name)")
            }
            #expect(try Self.rows(sandbox) == 0)
            let right = Call(name: "right", body: Self.event, secret: secret, status: 204)
            for _ in 1...3 { #expect(await Self.send(right, port) == right.status) }
            #expect(try Self.rows(sandbox) == 1)
            #expect(
                try await Self.counts(port) == [
                    "acknowledged_total{event=\"new\"} 1", "acknowledged_total{event=\"known\"} 2",
                    "refused_total{reason=\"unknown_connection\"} 1",
                    "refused_total{reason=\"too_large\"} 1", "refused_total{reason=\"unsigned\"} 1",
                    "refused_total{reason=\"wrong_signature\"} 1", "refused_total{reason=\"stale\"} 2",
                    "refused_total{reason=\"malformed\"} 1",
                ] as Set)
            served.program.send(SIGTERM)
            #expect(await served.program.finished().status == 0)
        }
    }

    private static func send(_ call: Call, _ port: Int) async -> Int? {
        var headers = ["Content-Type": "application/json"]
        if let secret = call.secret {
            let seconds = Int64(Date().timeIntervalSince1970) + call.offset
            headers["Go1-Signature"] = CallSignature.value(
                of: call.body, secret: secret, seconds: seconds)
        }
        return await PlainCall.post(
            "http://127.0.0.1:\(port)/webhooks/go1/\(call.connection)", headers, call.body)
    }

    private static func rows(_ sandbox: Sandbox) throws -> Int? {
        try sandbox.tables().number("SELECT count(*) FROM event")
    }

    /// What is counted of webhooks, as the program shows it.
    private static func counts(_ port: Int) async throws -> Set<String> {
        let url = try #require(URL(string: "http://127.0.0.1:\(port)/metrics"))
        let (data, _) = try await URLSession.shared.data(from: url)
        let name = "tributary_webhooks_"
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
        return Set(lines.filter { $0.hasPrefix(name) }.map { String($0.dropFirst(name.count)) })
    }
}
