import Foundation
import Go1Simulator
import Testing
import TestSupport

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// `/metrics`, `/readyz` and `/healthz` of the daemon.
@Suite struct MetricsTests {
    @Test("The daemon counts its runs and requests, reads what stands from the store, and is ready")
    func served() async throws {
        try await Sandbox.with(items: 30) { sandbox in
            try sandbox.write("http: { listen: 127.0.0.1:0 }\n", to: "tributary.yaml")
            try sandbox.write(Sandbox.Group())
            let program = try sandbox.start(["serve"])
            await eventually("it listens, and both runs are done") {
                program.outputSoFar.contains("http://")
                    && program.errorsSoFar.contains("tributary: stats of connection-1 (go1): done\n")
            }
            let origin = try #require(
                program.outputSoFar.split(separator: " ").first { $0.hasPrefix("http://") }?.dropLast())
            func get(_ path: String) async throws -> String {
                let url = try #require(URL(string: "\(origin)\(path)"))
                return String(decoding: try await URLSession.shared.data(from: url).0, as: UTF8.self)
            }
            let answers = (try await get("/healthz"), try await get("/readyz"))
            #expect(answers == ("ok\n", "ready\n"))
            let lines = Set(try await get("/metrics").split(separator: "\n").map(String.init))
            let courses = sandbox.portal.expectedIDs().count
            for line in [
                #"tributary_runs_total{kind="catalog",provider="go1",outcome="done"} 1"#,
                #"tributary_runs_total{kind="stats",provider="go1",outcome="done"} 1"#,
                #"tributary_run_duration_seconds_count{kind="catalog",provider="go1"} 1"#,
                #"tributary_courses{group="\#(Sandbox.sales)",provider="go1",state="active"} \#(courses)"#,
                #"tributary_http_requests_total{route="/readyz",method="GET",status="200"} 1"#,
            ] {
                #expect(lines.contains(line), "\(line)")
            }
            let requests = #"tributary_outgoing_requests_total{target="go1",status="200"} "#
            let count = lines.first { $0.hasPrefix(requests) }.flatMap { Int($0.dropFirst(requests.count)) }
            #expect(count == sandbox.portal.requests.count { $0.status == 200 })
            #expect(!lines.contains { $0.contains(Sandbox.secret) })
            program.send(SIGTERM)
            #expect(await program.finished().status == 0)
        }
    }
}
