import ConnectorKit
import Foundation
import Host
import LMSSimulator
import OpenAPITesting
import SimulatorSupport
import Testing

/// The descriptions lie beside the repository where it is developed, and are no part of it.
private let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../../shared/reference").standardizedFileURL

private let names = ["360learning-core-api.json", "360learning-bulk-api.json"]
private let tokenName = "360learning-authentication-api.yml"

private let areFound = (names + [tokenName]).allSatisfy {
    FileManager.default.fileExists(atPath: folder.appending(path: $0).path)
}

@Suite(
    .enabled(
        if: areFound, "the published 360learning-* descriptions are not in ../shared/reference of the package"
    ))
struct PublishedDescriptionTests {
    private static func checkers() throws -> [SchemaChecker] {
        func text(_ name: String) throws -> String {
            try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        }
        // The core description has the token endpoint too, but the other one says more of it.
        return [SchemaChecker(try JSONTree(yaml: try text(tokenName)))]
            + (try names.map { SchemaChecker(try #require(JSONTree(json: try text($0)))) })
    }

    @Test("every request of a run, and every answer to it, is as the published description says")
    func described() async throws {
        let checkers = try Self.checkers()
        let log = try await DeliverySite.with(options: { $0.keepsBodies = true }) { site async throws in
            try await Self.everything(site)
            return site.platform.requests
        }
        for request in log {
            let operation = try #require(
                checkers.lazy.compactMap { $0.operation(request.method, request.path) }.first,
                "\(request.method) \(request.path)")
            // What a next page is asked with is in the pagination guide, and in no parameter.
            let query = request.query.split(separator: "&").map { $0.prefix { $0 != "=" } }
                .compactMap { String($0).removingPercentEncoding }.filter { $0 != "next" }
            let answer = JSONTree(json: String(decoding: request.answer, as: UTF8.self))
            let problems =
                operation.problems(query: query)
                + operation.problems(body: JSONTree(json: String(decoding: request.body, as: UTF8.self)))
                + operation.problems(status: try #require(request.status), answer: answer)
            #expect(problems == [], "\(request.method) \(request.path)")
        }
        let seen = Set(
            log.map { request in
                let path = request.path.replacing(/[0-9a-f]{24}/, with: "*").dropFirst("/api/v2/".count)
                return "\(request.method) \(path) \(request.status ?? 0)"
            })
        #expect(seen.isSuperset(of: Self.expected), "\(Self.expected.subtracting(seen).sorted())")
    }

    /// That the run did what it is to show.
    private static let expected: Set = [
        "POST oauth2/token 200", "GET users 200", "GET users/*/roles 200", "GET groups/* 200",
        "GET integrations 200", "POST integrations 201", "PATCH integrations/* 200",
        "POST integrations 400", "PUT bulk/integrations/*/courses 202",
        "DELETE bulk/integrations/*/courses 202", "POST bulk/integrations/*/stats 202",
        "PUT bulk/integrations/*/courses 404", "GET bulk/operations 200", "GET bulk/operations/* 200",
        "GET bulk/operations/* 404", "GET bulk/operations/*/results 200",
        "GET integrations/*/courses/1 200", "GET integrations/*/courses/none 400",
        "PUT courses/*/archive 200", "PUT courses/*/archive 404", "GET tags 200", "POST tags 201",
        "GET courses/*/tags 200", "PUT courses/*/tags 200", "GET users 401", "GET integrations 429",
    ]

    private static func everything(_ site: DeliverySite) async throws {
        let client = site.client
        let destination = try await client.prepare(DeliverySite.plan)
        var plan = DeliverySite.plan
        plan.defaultProgress = 10
        _ = try await client.prepare(plan)
        try await client.verify(group: Group.sales.id, admin: User.admin.mail)
        let reserved = DestinationPlan(name: "Go1", group: Group.sales.id, admin: User.admin.mail)
        _ = await #expect(throws: Failure.self) { try await client.prepare(reserved) }
        var content = LearningObject.sample("1")
        content.description = "<p>About</p>"
        content.duration = 200_000
        content.publisher = "Acme"
        content.image = "https://img.example/1.png"
        content.language = "zh-TW"
        content.subjects = ["Sales"]
        let sent = site.clock.date
        let operation = try await client.submit(
            .courses, [client.item(for: content)] + site.courses(2...3), to: destination)
        #expect(
            try await client.operation(
                taking: ["1", "2", "3"], of: .courses, since: sent, besides: []) == operation)
        let outcome = try await client.outcome(of: operation)
        #expect(outcome.results.count == 3)
        let archived = try await site.deliver(
            .archive, ["1", "9"].map { client.item(archiving: $0) }, to: destination)
        #expect(archived.results.count == 2)
        let statistic = LearnerStatistic(
            externalID: "1", mail: User.learner(1).mail, firstActivity: site.clock.date,
            lastActivity: site.clock.date, progress: 100, passed: true, score: 80)
        let told = try await site.deliver(
            .statistics, [client.item(for: statistic)], to: destination)
        #expect(told.results.count == 1)
        let nowhere = "ffffffffffffffffffffffff"
        _ = try await client.restore("1", resource: nowhere, in: destination)
        _ = try await client.restore("none", resource: nil, in: destination)
        _ = try await client.tag("1", resource: nil, in: destination, with: ["Sales"], owned: [])
        _ = try await client.outcome(of: OperationID(nowhere))
        _ = await #expect(throws: Failure.self) {
            try await client.submit(.courses, site.courses(4...4), to: Destination(id: nowhere))
        }
        try site.strike("401@page1", "429@page3")
        _ = try await client.prepare(DeliverySite.plan)
        _ = try await client.user(User.admin.mail)
    }
}
