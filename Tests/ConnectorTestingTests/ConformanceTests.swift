import ConnectorKit
import Foundation
import Testing

@testable import ConnectorTesting

@Suite("What an author sees of the suite")
struct ConformanceTests {
    private static func result(_ id: String, _ suite: Conformance) async throws -> ConformanceResult {
        await suite.result(of: try #require(suite.cases.first { $0.id == id }))
    }

    @Test("A provider that lists no content is asked for what every provider promises, and no more")
    func capabilities() async throws {
        let suite = Conformance.sample(Contentless())
        #expect(suite.cases.map(\.id) == ["descriptor", "credentials"])
        #expect(try await Self.result("descriptor", suite) == .passed("2 settings"))
        #expect(try await Self.result("credentials", suite) == .skipped("the provider lists no content"))
    }

    @Test("A case that is skipped tells its written reason")
    func skipped() async throws {
        let suite = Conformance.sample(SampleProvider(), skipping: ["crash": "the service cannot be stopped"])
        #expect(try await Self.result("crash", suite) == .skipped("the service cannot be stopped"))
    }

    @Test("A case is not skipped without a reason")
    func noReason() async throws {
        let suite = Conformance.sample(SampleProvider(), skipping: ["crash": " "])
        #expect(
            try await Self.result("crash", suite)
                == .failed(
                    "`skipping` gives no reason; a sentence that says why it cannot apply would be right"))
    }

    @Test("A case that is not there cannot be skipped")
    func unknownCase() async throws {
        let suite = Conformance.sample(SampleProvider(), skipping: ["crahs": "mistyped"])
        #expect(
            try await Self.result("descriptor", suite)
                == .failed("`skipping` names crahs, and there is no such case"))
    }

    @Test("Without a built program the case that kills it says so")
    func noProgram() async throws {
        #expect(
            try await Self.result("kill", Conformance.sample(SampleProvider()))
                == .skipped(
                    "there is no built program beside the tests, and TRIBUTARY_BINARY names none"))
    }

    @Test("Settings that are not declared, or missing, are the simulator's mistakes")
    func settings() async throws {
        let suite = Conformance.sample(SampleProvider(), settings: ["pagesize": "5"])
        #expect(
            try await Self.result("descriptor", suite)
                == .failed("the simulator names a setting pagesize that is not declared"))
    }

    @Test("A broken promise fails the author's test with provider, case, promise and finding")
    func failure() async throws {
        let suite = Conformance.sample(try #require(BrokenProvider.breaking(.complete)))
        let failure = await #expect(throws: ConformanceFailure.self) { try await suite.run(.complete) }
        #expect(
            failure?.description == """
                sample breaks "complete" (A listing has every row that the service states, to its own end \
                mark.): the listing ended after 45 of 50 rows
                """)
    }

    @Test("The results are a table")
    func table() {
        let table = ResultTable(
            provider: "sample",
            rows: [
                (.complete, .passed("5 pages")), (.crash, .skipped("no reason to")), (.kill, .failed("lost")),
            ])
        #expect(
            table.text == """
                GUARANTEE OF SAMPLE  RESULT   BY
                complete             kept     5 pages
                crash                skipped  no reason to
                kill                 BROKEN   lost
                """)
    }

    @Test("The program is the one that TRIBUTARY_BINARY names")
    func program() {
        #expect(
            Program.find(environment: ["TRIBUTARY_BINARY": "/opt/bin/tributary"])
                == URL(filePath: "/opt/bin/tributary"))
    }
}

/// It lists nothing.
private struct Contentless: Provider {
    let descriptor = SampleProvider().descriptor

    func verify(_ capability: Capability, of connection: Connection) async throws(Failure) {}
}
