import Foundation
import FoundationNetworking
import SimulatorSupport
import ConnectorKit
import Go1Simulator
import Testing
import TestSupport

@Suite struct CourseListTests {
    static let selections: [(languages: [String], types: [String])] = [
        ([], []), (["en"], []), (["en-us", "de"], []), ([], ["video"]), (["EN", "pt"], ["course", "audio"]),
        (["zh"], []),
    ]

    @Test("courses lists what the languages and types take, as RFC 4647 has it")
    func selected() async throws {
        try await Sandbox.with(items: 200) { sandbox in
            try sandbox.write(Sandbox.Group())
            try await sandbox.sync()
            for (languages, types) in Self.selections {
                let options = languages.flatMap { ["--language", $0] } + types.flatMap { ["--type", $0] }
                let listed = try await sandbox.start(
                    ["courses", "--group", Sandbox.sales, "--format", "ndjson"] + options
                ).finished().records(CourseRecord.self)
                #expect(
                    listed.map(\.externalId)
                        == sandbox.portal.expectedIDs(languages: languages, types: types))
            }
        }
    }

    @Test("courses lists active ones unless told otherwise, and each course is in one of the two lists")
    func archived() async throws {
        try await Sandbox.with(items: 60) { sandbox in
            try sandbox.write(Sandbox.Group())
            try await sandbox.sync()
            try await sandbox.run("filters", "set", "--group", Sandbox.sales, "--type", "video")
            func list(_ options: String...) async throws -> [CourseRecord] {
                try await sandbox.start(
                    ["courses", "--group", "Sales Academy", "--format", "ndjson"] + options
                )
                .finished().records()
            }
            let all = try await list("--archived", "any")
            #expect(all.map(\.externalId) == sandbox.portal.expectedIDs())
            #expect(try await list() == all.filter { !$0.archived })
            #expect(try await list("--archived", "no") == all.filter { !$0.archived })
            #expect(try await list("--archived", "yes") == all.filter(\.archived))
            #expect(try await list().map(\.externalId) == sandbox.portal.expectedIDs(types: ["video"]))
        }
    }

    @Test(
        "search finds beginnings of words, whatever case and accents, and archived courses on demand"
    )
    func search() async throws {
        try await Sandbox.with(items: 40, { $0.awkward = false }) { sandbox in
            try sandbox.write(Sandbox.Group())
            let ids = sandbox.portal.expectedIDs()
            let wanted = ids.prefix(2).compactMap(Int.init)
            sandbox.portal.update(wanted[0]) { $0.title = "Über Qualitätsmanagement" }
            sandbox.portal.update(wanted[1]) { $0.description = "<p>Alles über <b>QUALITATS</b>zirkel</p>" }
            try await sandbox.sync()
            func found(_ words: String, _ options: String...) async throws -> [String] {
                try await sandbox.start(
                    ["courses", "--group", Sandbox.sales, "--format", "ndjson", "--search", words] + options
                ).finished().records(CourseRecord.self).map(\.externalId)
            }
            #expect(try await found("qualitats") == Array(ids.prefix(2)))
            #expect(try await found("QUALITÄTSM uber") == [ids[0]])
            #expect(try await found("zirkel") == [])
            let course = try #require(try await sandbox.courses().first)
            try await sandbox.run("courses", "archive", "--group", Sandbox.sales, "--course", course.id)
            #expect(try await found("qualitats") == [ids[1]])
            #expect(try await found("qualitats", "--archived", "any") == Array(ids.prefix(2)))
        }
    }

    @Test("Words are found in every language, by command and by the API")
    func languages() async throws {
        let samples = SearchSample.all
        try await Sandbox.with(items: 10, { $0.awkward = false }) { sandbox in
            let port = try sandbox.listen()
            try sandbox.write(Sandbox.Group())
            let ids = samples.map { sample in
                let item = sandbox.portal.add {
                    ($0.title, $0.type, $0.state) = (.text(sample.title), "course", .published)
                }
                return String(item.id)
            }
            try await sandbox.sync()
            let answer = try await sandbox.run("token", "create", "--role", "viewer", "--name", "search")
            let token = try #require(answer.output.split(whereSeparator: \.isWhitespace).last)
            let served = try await ServedProgram.start(sandbox)
            for (sample, id) in zip(samples, ids) {
                let listed = try await sandbox.start(
                    ["courses", "--group", Sandbox.sales, "--format", "ndjson", "--search", sample.query]
                ).finished().records(CourseRecord.self).map(\.externalId)
                #expect(listed.contains(id) == sample.isFound, "\(sample.description), by command")
                // Foundation leaves + as it is in a query, where it means a blank.
                let query = try #require(
                    sample.query.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
                var request = URLRequest(
                    url: try #require(
                        URL(
                            string:
                                "http://127.0.0.1:\(port)/api/v1/groups/\(Sandbox.sales)/search?limit=100&q=\(query)"
                        )))
                request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization")
                let found = try await URLSession.shared.data(for: request).0
                let items = JSONValue(json: String(decoding: found, as: UTF8.self))?["items"]?.list ?? []
                #expect(
                    items.contains { $0["externalId"]?.text == id } == sample.isFound,
                    "\(sample.description), by the API")
            }
            served.program.send(SIGTERM)
            _ = await served.program.finished()
        }
    }
}
