import ConnectorKit
import Foundation
import HTTPTypes
import Synchronization
import Testing
import TestSupport

@testable import HTTPAPI

@Suite struct APILimitTests {
    private static let plan = APIPushTests.path + "/plan"
    /// 6 MB.
    private static let manyItems = "[" + String(repeating: "{},", count: 1_999_999) + "{}]"
    private static let tooMany = problem(400, "Bad Request", "the body: 1 to 500 items were expected")

    @Test("Long bodies of a caller wait for a thread of their own, and others are answered meanwhile")
    func longBodies() async throws {
        let executor = HeldExecutor()
        try await APISite.with(fair: FairCalls(executor: executor)) { site in
            try await withThrowingTaskGroup(of: APISite.Answer.self) { calls in
                for _ in 1...3 {
                    calls.addTask { try await site.call(.post, Self.plan, body: Self.manyItems) }
                }
                await eventually("two of them are at work, and the third waits for its turn") {
                    executor.held == 2
                }
                calls.addTask { try await site.call(.post, Self.plan, as: "viewer", body: Self.manyItems) }
                await eventually("another token has a share of its own") { executor.held == 3 }
                #expect(try await site.get("/groups", as: "viewer").texts("id") == ["all", "english"])
                #expect(try await site.get("/groups/all/courses").items.count == 6)
                let single = try await site.call(.post, Self.plan, body: APIPushTests.item("a", "New"))
                #expect(single.status == 200)
                #expect(executor.held == 3)
                executor.open()
                var answers = 0
                for try await answer in calls {
                    answers += 1
                    #expect(answer.json == Self.tooMany)
                }
                #expect(answers == 4)
            }
        }
    }

    @Test("A token has so many heavy calls in line; the next one is refused, and told when to come again")
    func line() async throws {
        let executor = HeldExecutor()
        try await APISite.with(fair: FairCalls(executor: executor)) { site in
            try await withThrowingTaskGroup(of: APISite.Answer.self) { calls in
                for _ in 1...11 {
                    calls.addTask { try await site.call(.get, "/groups/all/export") }
                }
                let refused = try #require(try await calls.next())
                #expect(
                    refused.json
                        == problem(
                            429, "Too Many Requests",
                            "too many calls of this token wait already; let some of them end first"))
                #expect(refused.headers[.retryAfter] == "5")
                executor.open()
                for try await answer in calls { #expect(answer.status == 200) }
            }
        }
    }

    @Test("Turns are taken in order, a full share keeps nobody else waiting, and who leaves the line is gone")
    func turns() async throws {
        let shares = CallShares(each: 1, all: 2, line: 2)
        let order = Collected<String>()
        let gates = ["a1", "a2", "b1", "c1"].reduce(into: [:]) {
            $0[$1] = AsyncStream.makeStream(of: Void.self)
        }
        func enter(_ name: String, _ token: Int64) -> Task<Void, any Error> {
            let gate = gates[name]
            return Task {
                try await shares.perform(for: token) {
                    order.add([name])
                    if let gate { for await _ in gate.stream {} }
                }
            }
        }
        func seen(_ names: [String]) async { await eventually("\(names)") { order.all == names } }
        var tasks = [enter("a1", 1)]
        await seen(["a1"])
        tasks.append(enter("a2", 1))
        tasks.append(enter("b1", 2))
        await seen(["a1", "b1"])
        let left = enter("left", 1)
        left.cancel()
        await #expect(throws: CancellationError.self) { try await left.value }
        tasks.append(enter("c1", 3))
        gates["b1"]?.continuation.finish()
        await seen(["a1", "b1", "c1"])
        gates["a1"]?.continuation.finish()
        await seen(["a1", "b1", "c1", "a2"])
        for gate in gates.values { gate.continuation.finish() }
        for task in tasks { try await task.value }
        #expect(order.all == ["a1", "b1", "c1", "a2"])
    }

    @Test("What is nested too deep, or is no JSON, is told with its place")
    func deep() async throws {
        try await APISite.with { site in
            let deep = String(repeating: "[", count: 600) + String(repeating: "]", count: 600)
            let message =
                "the body is not JSON: line 1, column 513: lists and objects are nested more than 512 deep"
            for path in ["/paths", Self.plan] {
                let answer = try await site.call(.post, path, body: deep)
                #expect(answer.json == problem(400, "Bad Request", message))
            }
            #expect(
                try await site.call(.post, Self.plan, body: "[{},]").json
                    == problem(
                        400, "Bad Request",
                        "the body is not JSON: line 1, column 5: expected a value, found \"]\""))
        }
    }

    @Test("Lists, maps and queries have limits that are told")
    func lists() async throws {
        try await APISite.with { site in
            let course = try await site.course("1")
            let tags = (1...501).map { "\"t\($0)\"" }.joined(separator: ",")
            let added = try await site.call(
                .post, "/groups/all/courses/\(course)/tags", body: "{\"tags\":[\(tags)]}")
            #expect(added.json == problem(400, "Bad Request", "/tags: 500 elements at most were expected"))
            let settings = (1...101).map { "\"s\($0)\":null" }.joined(separator: ",")
            let changed = try await site.call(
                .patch, "/groups/all/providers/shelf", body: "{\"settings\":{\(settings)}}")
            #expect(
                changed.json == problem(400, "Bad Request", "/settings: 100 members at most were expected"))
            let languages = Array(repeating: "language=en", count: 101).joined(separator: "&")
            #expect(
                try await site.get("/groups/all/search?\(languages)").json
                    == problem(400, "Bad Request", "language: 100 values at most were expected"))
            #expect(
                try await site.get(
                    "/groups/all/search?" + Array(repeating: "a", count: 1_001).joined(separator: "&")
                )
                .json
                    == problem(
                        400, "Bad Request",
                        "the query is not percent-encoded UTF-8, or has more than 1000 fields"))
        }
    }
}
