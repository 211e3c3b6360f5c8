import ConnectorKit
import OAIPMHSimulator
import Testing
import Transport

@Suite("The registered simulator")
struct OAIPMHSimulatorTests {
    @Test("it serves with its options and returns the settings for a provider file")
    func runs() async throws {
        #expect(simulator.providerID == "oai-pmh")
        let (sites, ready) = AsyncStream<RunningSimulator>.makeStream()
        let serving = Task {
            try await simulator.run(.init(items: 150, faults: ["503@next1", "html@page2"])) {
                ready.yield($0)
            }
        }
        defer { serving.cancel() }
        let site = try #require(await sites.first { _ in true })
        #expect(site.settings.map(\.name) == ["url"])
        let url = try #require(site.settings.first?.value)
        #expect(url == site.url + "/oai/request")
        let client = CurlClient()
        let list = HTTPRequest(.get, url + "?verb=ListRecords&metadataPrefix=oai_dc", authorized: false)
        let faulty = try await client.send(list)
        #expect(faulty.status == 503)
        #expect(faulty.header("Retry-After") == "1")
        let first = try await client.send(list)
        #expect(String(decoding: first.body, as: UTF8.self).contains("completeListSize=\"153\""))
    }

    @Test(
        "the simulator does not start with a malformed fault",
        arguments: [
            (
                "418=0.1",
                "fault \"418=0.1\": there is no fault \"418\"; there are 429, 500, 502, 503, 504, cut, "
                    + "empty, expired, garbage, html, slow"
            ),
            (
                "503",
                "fault \"503\": a probability such as 503=0.05 or an occasion such as 503@page3 was expected"
            ),
            ("cut@3", "fault \"cut@3\": \"3\" is no occasion; page3, every10 or next2 were expected"),
        ])
    func invalidFault(fault: String, message: String) async {
        let failure = await #expect(throws: SimulatorFailure.self) {
            try await simulator.run(.init(faults: [fault])) { _ in }
        }
        #expect(failure?.description == message)
    }

    @Test("a port in use is reported")
    func portInUse() async throws {
        try await RepositorySite.with(OAIRepository(items: 1)) { site in
            let port = try #require(
                site.url.split(separator: ":").last?.split(separator: "/").first.flatMap { Int($0) })
            let failure = await #expect(throws: SimulatorFailure.self) {
                try await simulator.run(.init(port: port)) { _ in }
            }
            #expect(failure?.description.hasPrefix("cannot listen on 127.0.0.1:\(port): ") == true)
        }
    }
}
