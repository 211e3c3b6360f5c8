import SimulatorSupport
import ConnectorKit
import Go1Simulator
import Testing

@Suite struct Go1SimulatorTests {
    @Test("the simulator serves with its options and returns the settings for a provider file")
    func runs() async throws {
        #expect(simulator.providerID == "go1")
        let (sites, ready) = AsyncStream<RunningSimulator>.makeStream()
        let serving = Task {
            try await simulator.run(.init(items: 42, faults: ["500@page2"], prerendered: true)) {
                ready.yield($0)
            }
        }
        defer { serving.cancel() }
        let site = try #require(await sites.first { _ in true })
        #expect(site.settings.map(\.name) == ["portal", "client_id", "secret", "auth_url", "api_url"])
        let settings = Dictionary(uniqueKeysWithValues: site.settings.map { ($0.name, $0.value) })
        #expect(settings["auth_url"] == site.url && settings["api_url"] == site.url)
        #expect(settings["portal"] == "https://sandbox.mygo1.com")

        let client = PortalSite(portal: Go1Portal(), site: site)
        let form =
            "grant_type=client_credentials&client_id=\(settings["client_id"] ?? "")"
            + "&client_secret=\(settings["secret"] ?? "")"
        let token = try await client.get(
            "/oauth/token", headers: ["Content-Type": "application/x-www-form-urlencoded"], method: .post,
            body: form)
        let bearer = ["Authorization": "Bearer \(token.json?["access_token"]?.text ?? "")"]
        let first = try await client.get("/learning-objects?collection=library", headers: bearer)
        #expect(first.json?["total"] == .number(42))
        #expect(
            try await client.get("/learning-objects?collection=library&offset=20", headers: bearer).status
                == 500)
    }

    @Test("the simulator does not start with a malformed fault")
    func invalidFault() async {
        await #expect(throws: SimulatorFailure.self) {
            try await simulator.run(.init(faults: ["429=0.1", "nonsense"])) { _ in }
        }
    }

    @Test("a port in use is reported")
    func portInUse() async throws {
        try await PortalSite.with(items: 1) { site async throws in
            let port = try #require(site.url.split(separator: ":").last.flatMap { Int($0) })
            await #expect {
                try await simulator.run(.init(port: port)) { _ in }
            } throws: { error in
                "\(error)".hasPrefix("cannot listen on 127.0.0.1:\(port): ")
            }
        }
    }
}
