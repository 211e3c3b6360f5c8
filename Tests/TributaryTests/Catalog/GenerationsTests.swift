import Go1Simulator
import Model
import Testing

/// The two generations of Go1's API.
@Suite struct GenerationsTests {
    @Test(
        "both generations give equal courses, none lost and none twice",
        arguments: [2_500, 25_000].filter { $0 < 10_000 || Surroundings.runsSlowTests })
    func equalCourses(items: Int) async throws {
        try await Sandbox.with(items: items) { sandbox in
            var older = Sandbox.Group.engineering
            older.settings["api_version"] = "\"2022-07-01\""
            try sandbox.write(Sandbox.Group(), older)
            let runs = try await sandbox.sync()
            #expect(runs.count == 2)
            #expect(Set(runs.map(\.seen)).count == 1)
            #expect(Set(runs.map(\.skipped)).count == 1)

            // v2 lists all authors and does not tell beforehand what will retire.
            let different: Set = ["id", "group", "authors", "retiresAt"]
            let gateway = try await sandbox.contents(without: different)
            let flat = try await sandbox.contents(of: Sandbox.engineering, without: different)
            let expected = sandbox.portal.expectedIDs()
            #expect(gateway.count == expected.count)
            #expect(gateway.map { $0["externalId"]?.plain ?? "" } == expected)
            for (one, other) in zip(gateway, flat) where one != other {
                Issue.record("\(one["externalId"]?.plain ?? "?") differs")
            }
            #expect(flat.count == gateway.count)
        }
    }
}
