import ConnectorKit
import Foundation
import Testing
import TestSupport

/// What the daemon writes for those who operate it.
@Suite struct LogTests {
    @Test("With TRIBUTARY_LOG_FORMAT=json every record is a line of JSON; a mistake keeps its place in front")
    func json() async throws {
        try await Sandbox.with(items: 20) { sandbox in
            try sandbox.write("http: { listen: 127.0.0.1:0 }\n", to: "tributary.yaml")
            var group = Sandbox.Group()
            try sandbox.write(group)
            let served = try sandbox.start(
                ["serve"], environment: ["TRIBUTARY_LOG_FORMAT": "json", "TRIBUTARY_LOG_LEVEL": "debug"])
            await eventually("the statistics are there") {
                served.errorsSoFar.contains(#""message":"stats of connection-1 (go1): done""#)
            }
            group.languages = ["xx-"]
            try sandbox.write(group)
            await eventually("the mistake is reported") {
                served.errorsSoFar.contains("the files were not taken; what ran before goes on")
            }
            served.send(SIGTERM)
            let ended = await served.finished()
            #expect(ended.status == 0)
            var records: [JSONObject] = []
            var others: [String] = []
            for line in ended.errors.split(separator: "\n") {
                if let record = JSONValue(json: String(line))?.object {
                    records.append(record)
                } else {
                    others.append(String(line))
                }
            }
            #expect(
                others == [
                    "providers/sales.yaml:13:19: \"xx-\" is no language tag; a BCP 47 tag such as en or pt-BR was expected"
                ])
            #expect(records.allSatisfy { Set(["time", "level", "message"]).isSubset(of: $0.names) })
            let run = try #require(
                records.first { $0["message"] == .text("catalog of connection-1 (go1): done") })
            #expect(run["level"] == .text("info"))
            #expect(run["run"] == .text("1"))
            #expect(run["groups"] == .list([.text(Sandbox.sales)]))
            #expect(run["outcome"] == .text("done"))
        }
    }

    @Test(
        "A format or level that there is none of is wrong usage, and says what there is",
        arguments: [
            ("TRIBUTARY_LOG_FORMAT", "xml", "text, json"),
            ("TRIBUTARY_LOG_LEVEL", "loud", "trace, debug, info, notice, warning, error, critical"),
        ])
    func wrong(_ name: String, _ value: String, _ known: String) async throws {
        try await Sandbox.with(items: 1) { sandbox in
            try sandbox.write(Sandbox.Group())
            let done = try await sandbox.run("serve", environment: [name: value])
            #expect(done.status == 2)
            #expect(done.errors == "tributary: \(name) is \"\(value)\"; one of \(known) was expected\n")
        }
    }
}
