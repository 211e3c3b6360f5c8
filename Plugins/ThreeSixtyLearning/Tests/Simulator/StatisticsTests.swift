import ConnectorKit
import Foundation
import ThreeSixtyLearningSimulator
import Testing

@Suite struct StatisticsTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        /// Progress, first and last day of January, and whether a new attempt is asked for.
        let sent: [(Int, Int, Int, Bool)]
        /// Progress, first and last day, day of completion.
        let kept: [[Int?]]

        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(name: "the first makes an attempt", sent: [(50, 1, 2, false)], kept: [[50, 1, 2, nil]]),
        Case(
            name: "progress updates the open attempt", sent: [(50, 1, 2, false), (100, 1, 3, false)],
            kept: [[100, 1, 3, 3]]),
        Case(
            name: "the same once more changes nothing", sent: [(50, 1, 2, false), (50, 1, 2, false)],
            kept: [[50, 1, 2, nil]]),
        Case(
            name: "a completed attempt never changes", sent: [(100, 1, 2, false), (50, 1, 4, false)],
            kept: [[100, 1, 2, 2]]),
        Case(
            name: "what began later is a new attempt", sent: [(100, 1, 2, false), (50, 3, 4, false)],
            kept: [[100, 1, 2, 2], [50, 3, 4, nil]]),
        Case(
            name: "what began when the last one ended is no new attempt",
            sent: [(100, 1, 2, false), (50, 2, 4, false)], kept: [[100, 1, 2, 2]]),
        Case(
            name: "a new attempt can be asked for", sent: [(100, 1, 2, false), (0, 1, 2, true)],
            kept: [[100, 1, 2, 2], [0, 1, 2, nil]]),
        Case(
            name: "every open attempt is updated",
            sent: [(0, 1, 2, false), (10, 1, 3, true), (100, 1, 5, false)],
            kept: [[100, 1, 5, 5], [100, 1, 5, 5]]),
    ]

    @Test("statistics become attempts by the published rule", arguments: cases)
    func rule(_ expected: Case) async throws {
        try await PlatformSite.with(LMSPlatform()) { site async throws in
            let integration = try await site.integration()
            let course = try await site.delivered("1", to: integration)
            func day(_ day: Int) -> String { "2026-01-0\(day)T00:00:00.000Z" }
            let items = expected.sent.map { progress, first, last, isNew in
                PlatformSite.statistic(
                    "1", "Learner-1@ACME.example", progress: progress, first: day(first), last: day(last),
                    isNew ? ",\"forceNew\":true" : "")
            }
            let results = try await site.bulk(.post, integration, "stats", items)
            #expect(Set(results.values("status")) == ["success"])
            let start = try #require(
                try? Date("2025-12-31T00:00:00Z", strategy: .iso8601))
            func number(_ date: Date) -> Int { Int(date.timeIntervalSince(start) / 86_400) }
            let attempts = site.platform.attempts(course: course, mail: "learner-1@acme.example")
            #expect(
                attempts.map {
                    [
                        Int($0.progress), number($0.firstActivityAt), number($0.lastActivityAt),
                        $0.completedAt.map(number),
                    ]
                } == expected.kept)
            let listed = try await site.ask(.get, "courses/stats?courseId[eq]=\(course)")
            #expect(listed.list.count == expected.kept.count)
        }
    }
}
