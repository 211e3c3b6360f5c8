import ConnectorKit
import Foundation
import Host
import Model
import Store
import Testing

/// Where a case of the rules comes from.
enum Source: String {
    case rule = "rules A1 to A14 and A20"
    case document = "source document"
    case decision = "our decision"
}

/// The rules A1 to A14 and A20, case by case; the "document" is 360Learning's page on its own connector.
@Suite struct RuleTests {
    // MARK: - Mapping

    struct MappingCase: CustomTestStringConvertible {
        let promise: String
        let source: Source
        let enrolment: KeptEnrolment
        /// As ``AttemptState/line``, without the opener; nil where there is no statistic.
        let statistic: String?

        init(_ promise: String, _ source: Source, _ enrolment: KeptEnrolment, _ statistic: String?) {
            self.promise = promise
            self.source = source
            self.enrolment = enrolment
            self.statistic = statistic
        }

        var testDescription: String { "\(promise) (\(source.rawValue))" }
    }

    static let mappings: [MappingCase] = [
        .init("completed is 100 %", .document, kept("a", 1, 2, .completed), "1-2 done 2 100% - 60m"),
        .init("in progress is 50 %", .document, kept("a", 1, 2, .inProgress), "1-2 open 50% - 60m"),
        .init("any other status is ignored", .document, kept("a", 1, 2, .other), nil),
        .init(
            "any other status is ignored, whatever pass says", .document,
            kept("a", 1, 2, .other, passed: true), nil),
        .init(
            "first activity is the time of creation", .document, kept("a", 3, 7, .inProgress),
            "3-7 open 50% - 60m"),
        .init(
            "completion is the time of the last update", .document, kept("a", 3, 7, .completed),
            "3-7 done 7 100% - 60m"),
        .init(
            "pass is success", .document, kept("a", 1, 2, .completed, passed: true),
            "1-2 done 2 100% success 60m"),
        .init(
            "no pass of a completed one is failed", .document, kept("a", 1, 2, .completed, passed: false),
            "1-2 done 2 100% failed 60m"),
        .init(
            "nothing about pass is no result", .rule, kept("a", 1, 2, .completed), "1-2 done 2 100% - 60m"
        ),
        .init(
            "pass in progress is success", .document, kept("a", 1, 2, .inProgress, passed: true),
            "1-2 open 50% success 60m"),
        .init(
            "no pass in progress is no result", .rule, kept("a", 1, 2, .inProgress, passed: false),
            "1-2 open 50% - 60m"),
        .init(
            "an unknown duration is an unknown time", .rule, kept("a", 1, 2, .completed, minutes: nil),
            "1-2 done 2 100% - ?"),
        .init(
            "an update before the creation is kept as told, its time is 0", .decision,
            kept("a", 5, 3, .completed), "5-3 done 3 100% - 0m"),
        .init(
            "created and completed in one moment", .decision, kept("a", 5, 5, .completed),
            "5-5 done 5 100% - 0m"),
    ]

    @Test("An enrolment is mapped as the source says", arguments: mappings)
    func mapping(_ one: MappingCase) {
        let statistic = Statistic(one.enrolment).map { statistic in
            AttemptState(
                opening: .enrolment(statistic.enrolment), firstActivity: statistic.firstActivity,
                lastActivity: statistic.lastActivity, completedAt: statistic.completedAt,
                progress: statistic.progress, result: statistic.result, timeSpent: statistic.timeSpent
            ).line
        }
        #expect(statistic == one.statistic.map { "a \($0)" })
    }

    // MARK: - Time spent

    struct TimeCase: CustomTestStringConvertible {
        let promise: String
        let source: Source
        let status: Enrolment.Status
        let from: String
        let to: String
        let minutes: Int?
        let milliseconds: Int64?

        init(
            _ promise: String, _ source: Source, _ status: Enrolment.Status, _ from: String, _ to: String,
            minutes: Int?, _ milliseconds: Int64?
        ) {
            self.promise = promise
            self.source = source
            self.status = status
            self.from = from
            self.to = to
            self.minutes = minutes
            self.milliseconds = milliseconds
        }

        var testDescription: String { "\(promise) (\(source.rawValue))" }
    }

    static let times: [TimeCase] = [
        .init(
            "completed: the span where it is shorter", .document, .completed, "2026-01-05T10:00:00Z",
            "2026-01-05T10:07:30Z", minutes: 10, 450_000),
        .init(
            "completed: the duration where that is shorter", .document, .completed, "2026-01-05T10:00:00Z",
            "2026-01-09T10:00:00Z", minutes: 10, 600_000),
        .init(
            "completed: both alike", .document, .completed, "2026-01-05T10:00:00Z", "2026-01-05T10:10:00Z",
            minutes: 10, 600_000),
        .init(
            "in progress: the span where it is shorter", .document, .inProgress, "2026-01-05T10:00:00Z",
            "2026-01-05T10:00:01Z", minutes: 10, 1_000),
        .init(
            "in progress: the duration where that is shorter", .document, .inProgress, "2026-01-05T10:00:00Z",
            "2026-02-05T10:00:00Z", minutes: 10, 600_000),
        .init(
            "in progress, begun before the change: 0", .document, .inProgress, "2025-07-22T23:59:59Z",
            "2025-08-05T10:00:00Z", minutes: 10, 0),
        .init(
            "in progress, begun a millisecond before the change: 0", .rule, .inProgress,
            "2025-07-22T23:59:59.999Z", "2025-08-05T10:00:00Z", minutes: 10, 0),
        .init(
            "in progress, begun in the moment of the change: counted", .rule, .inProgress,
            "2025-07-23T00:00:00Z", "2025-07-23T00:05:00Z", minutes: 10, 300_000),
        .init(
            "completed, begun before the change: counted", .document, .completed, "2025-07-01T00:00:00Z",
            "2025-07-01T00:05:00Z", minutes: 10, 300_000),
        .init(
            "completed after the change, begun before it: counted", .document, .completed,
            "2025-07-22T23:59:00Z", "2025-07-23T00:01:00Z", minutes: 10, 120_000),
        .init(
            "completed, duration unknown: unknown", .rule, .completed, "2026-01-05T10:00:00Z",
            "2026-01-05T10:10:00Z", minutes: nil, nil),
        .init(
            "in progress, duration unknown: unknown", .rule, .inProgress, "2026-01-05T10:00:00Z",
            "2026-01-05T10:10:00Z", minutes: nil, nil),
        .init(
            "in progress before the change, duration unknown: 0 all the same", .decision, .inProgress,
            "2025-01-05T10:00:00Z", "2025-01-05T10:10:00Z", minutes: nil, 0),
        .init(
            "a duration of 0 is none", .decision, .completed, "2026-01-05T10:00:00Z", "2026-01-05T10:10:00Z",
            minutes: 0, nil),
        .init(
            "a negative duration is none", .decision, .completed, "2026-01-05T10:00:00Z",
            "2026-01-05T10:10:00Z", minutes: -5, nil),
        .init(
            "completed before it began: 0", .rule, .completed, "2026-01-05T10:00:00Z",
            "2026-01-05T09:00:00Z", minutes: 10, 0),
        .init(
            "in progress with an update before it began: 0", .rule, .inProgress, "2026-01-05T10:00:00Z",
            "2026-01-05T09:59:59Z", minutes: 10, 0),
        .init(
            "a duration beyond all numbers is no limit", .decision, .completed, "2026-01-05T10:00:00Z",
            "2026-01-05T10:10:00Z", minutes: .max, 600_000),
    ]

    @Test("Time spent is the lesser of duration and span", arguments: times)
    func time(_ one: TimeCase) throws {
        let enrolment = KeptEnrolment(
            id: "a", status: one.status, createdAt: try #require(Timestamp.date(one.from)),
            updatedAt: try #require(Timestamp.date(one.to)), duration: one.minutes)
        #expect(try #require(Statistic(enrolment)).timeSpent == one.milliseconds)
    }

    // MARK: - Attempts

    struct AttemptCase: CustomTestStringConvertible {
        let promise: String
        let source: Source
        let enrolments: [KeptEnrolment]
        let launches: [LearnerHistory.Launch]
        let attempts: [String]

        init(
            _ promise: String, _ source: Source, _ enrolments: [KeptEnrolment],
            launches: [(Int64, Double)] = [], _ attempts: [String]
        ) {
            self.promise = promise
            self.source = source
            self.enrolments = enrolments
            self.launches = launches.map { LearnerHistory.Launch(id: $0, at: hour($1)) }
            self.attempts = attempts
        }

        var testDescription: String { "\(promise) (\(source.rawValue))" }
    }

    static let histories: [AttemptCase] = [
        .init("no enrolment is no attempt", .rule, [], []),
        .init(
            "the first statistic opens an attempt", .rule, [kept("a", 1, 1.5, .inProgress)],
            ["a 1-1.5 open 50% - 30m"]),
        .init(
            "completed directly at the provider is one completed attempt", .rule,
            [kept("a", 1, 2, .completed, passed: true)], ["a 1-2 done 2 100% success 60m"]),
        .init("an ignored status opens nothing", .document, [kept("a", 1, 2, .other)], []),
        .init(
            "an ignored status keeps no other from opening", .document,
            [kept("a", 1, 2, .other), kept("b", 1, 2, .inProgress)], ["b 1-2 open 50% - 60m"]),
        .init(
            "re-enrolment after completion is a new attempt", .rule,
            [kept("a", 1, 2, .completed), kept("b", 3, 3.5, .inProgress)],
            ["a 1-2 done 2 100% - 60m", "b 3-3.5 open 50% - 30m"]),
        .init(
            "re-enrolment completed after completion: a second completed attempt", .rule,
            [kept("a", 1, 2, .completed, passed: false), kept("b", 3, 4, .completed, passed: true)],
            ["a 1-2 done 2 100% failed 60m", "b 3-4 done 4 100% success 60m"]),
        .init(
            "three completions one after the other", .rule,
            [kept("a", 1, 2, .completed), kept("b", 3, 4, .completed), kept("c", 5, 6, .completed)],
            ["a 1-2 done 2 100% - 60m", "b 3-4 done 4 100% - 60m", "c 5-6 done 6 100% - 60m"]),
        .init(
            "begun in the moment of the completion is not later: nothing changes", .rule,
            [kept("a", 1, 2, .completed), kept("b", 2, 3, .completed)], ["a 1-2 done 2 100% - 60m"]),
        .init(
            "begun in the moment of the last activity is not later: an update", .rule,
            [kept("a", 1, 2, .inProgress), kept("b", 2, 3, .inProgress)], ["a 1-3 open 50% - 60m"]),
        .init(
            "begun before the last activity: an update", .rule,
            [kept("a", 1, 3, .inProgress), kept("b", 2, 6, .inProgress)], ["a 1-6 open 50% - 60m"]),
        .init(
            "an update with an earlier activity takes nothing back", .decision,
            [kept("a", 1, 6, .inProgress), kept("b", 2, 3, .inProgress)], ["a 1-6 open 50% - 60m"]),
        .init(
            "an update brings its result", .decision,
            [kept("a", 1, 3, .inProgress), kept("b", 2, 6, .inProgress, passed: true)],
            ["a 1-6 open 50% success 60m"]),
        .init(
            "begun after the last activity: a second open attempt, the first stays as it is", .rule,
            [kept("a", 1, 1.5, .inProgress), kept("b", 3, 3.25, .inProgress)],
            ["a 1-1.5 open 50% - 30m", "b 3-3.25 open 50% - 15m"]),
        .init(
            "an update touches every open attempt, each with the time of its own span", .decision,
            [
                kept("a", 1, 1.5, .inProgress), kept("b", 3, 3.25, .inProgress),
                kept("c", 3.25, 3.5, .inProgress),
            ],
            ["a 1-3.5 open 50% - 60m", "b 3-3.5 open 50% - 30m"]),
        .init(
            "a completion closes every open attempt; the oldest has the time, the others 0", .document,
            [
                kept("a", 1, 1.5, .inProgress), kept("b", 3, 3.25, .inProgress),
                kept("c", 3.25, 3.75, .completed),
            ],
            ["a 1-3.75 done 3.75 100% - 30m", "b 3-3.75 done 3.75 100% - 0m"]),
        .init(
            "a completion that opens an attempt closes the older open one as well, which has the time",
            .decision, [kept("a", 1, 1.5, .inProgress), kept("b", 3, 3.5, .completed)],
            ["a 1-3.5 done 3.5 100% - 30m", "b 3-3.5 done 3.5 100% - 0m"]),
        .init(
            "three open ones are closed, the oldest has the time", .document,
            [
                kept("a", 1, 1, .inProgress), kept("b", 2, 2, .inProgress), kept("c", 3, 3, .inProgress),
                kept("d", 4, 4.5, .completed),
            ],
            [
                "a 1-4.5 done 4.5 100% - 30m", "b 2-4.5 done 4.5 100% - 0m", "c 3-4.5 done 4.5 100% - 0m",
                "d 4-4.5 done 4.5 100% - 0m",
            ]),
        .init(
            "the result of a completion is that of all it closes", .decision,
            [kept("a", 1, 1.5, .inProgress, passed: true), kept("b", 3, 3.5, .completed, passed: false)],
            ["a 1-3.5 done 3.5 100% failed 30m", "b 3-3.5 done 3.5 100% failed 0m"]),
        .init(
            "what an earlier completion closed does not get the time of a later one", .document,
            [
                kept("a", 1, 1.5, .completed), kept("b", 3, 3, .inProgress), kept("c", 5, 5.5, .completed),
            ],
            [
                "a 1-1.5 done 1.5 100% - 30m", "b 3-5.5 done 5.5 100% - 30m", "c 5-5.5 done 5.5 100% - 0m",
            ]),
        .init(
            "a later completion of what began before the first changes nothing", .rule,
            [kept("a", 1, 2, .completed), kept("b", 1.5, 6, .completed)], ["a 1-2 done 2 100% - 60m"]),
        .init(
            "progress of what began before the completion changes nothing", .rule,
            [kept("a", 1, 2, .completed), kept("b", 1.5, 6, .inProgress)], ["a 1-2 done 2 100% - 60m"]),
        .init(
            "a completion in the past closes, and activity does not go back", .decision,
            [kept("a", 1, 6, .inProgress), kept("b", 2, 3, .completed)], ["a 1-6 done 3 100% - 60m"]),
        .init(
            "after such a completion, what begins before the last activity is not later", .rule,
            [
                kept("a", 1, 6, .inProgress), kept("b", 2, 3, .completed), kept("c", 5, 7, .inProgress),
            ], ["a 1-6 done 3 100% - 60m"]),
        .init(
            "created in one moment: the smaller id comes first", .decision,
            [kept("b", 1, 1, .inProgress), kept("a", 1, 2, .completed)], ["a 1-2 done 2 100% - 60m"]),
        .init(
            "created in one moment, the other way round", .decision,
            [kept("b", 1, 2, .completed), kept("a", 1, 1, .inProgress)], ["a 1-2 done 2 100% - 60m"]),
        .init(
            "the order in which enrolments are handed over does not matter", .decision,
            [kept("b", 3, 3.5, .inProgress), kept("a", 1, 2, .completed)],
            ["a 1-2 done 2 100% - 60m", "b 3-3.5 open 50% - 30m"]),
        .init(
            "an unknown duration: the oldest that is closed has an unknown time, the others 0", .decision,
            [kept("a", 1, 1.5, .inProgress, minutes: nil), kept("b", 3, 4, .completed, minutes: nil)],
            ["a 1-4 done 4 100% - ?", "b 3-4 done 4 100% - 0m"]),
        .init(
            "begun before the change of 2025 and in progress: 0", .document,
            [kept("a", -3889, -3880, .inProgress)], ["a -3889--3880 open 50% - 0m"]),
        .init(
            "begun before the change of 2025 and updated by a later enrolment: 0 as before", .decision,
            [kept("a", -3889, -3880, .inProgress), kept("b", -3885, -3000, .inProgress)],
            ["a -3889--3000 open 50% - 0m"]),
        .init(
            "begun before the change of 2025 and completed after it: counted", .document,
            [kept("a", -3889, -3000, .completed)], ["a -3889--3000 done -3000 100% - 60m"]),
        .init(
            "a launch from the platform is an open attempt", .decision, [], launches: [(7, 1)],
            ["launch 7 1-1 open 0% - 0m"]),
        .init(
            "an enrolment that began at the launch takes it over", .rule, [kept("a", 1, 1.5, .inProgress)],
            launches: [(7, 1)], ["launch 7 1-1.5 open 50% - 30m"]),
        .init(
            "an enrolment that began after the launch takes it over, and begins with it", .rule,
            [kept("a", 1.25, 1.5, .completed)], launches: [(7, 1)],
            ["launch 7 1-1.5 done 1.5 100% - 30m"]),
        .init(
            "an enrolment that began before the launch by a clock that is behind takes it over", .rule,
            [kept("a", 1, 1.5, .completed)], launches: [(7, 1.0625)], ["launch 7 1-1.5 done 1.5 100% - 30m"]),
        .init(
            "an enrolment 24 hours after the launch takes it over", .rule, [kept("a", 25, 26, .inProgress)],
            launches: [(7, 1)], ["launch 7 1-26 open 50% - 60m"]),
        .init(
            "a later one opens a second attempt", .rule, [kept("a", 25.25, 25.5, .inProgress)],
            launches: [(7, 1)], ["launch 7 1-1 open 0% - 0m", "a 25.25-25.5 open 50% - 15m"]),
        .init(
            "a completion closes a launch that was not taken over as well, which has the time", .document,
            [kept("a", 25.25, 25.5, .completed)], launches: [(7, 1)],
            ["launch 7 1-25.5 done 25.5 100% - 15m", "a 25.25-25.5 done 25.5 100% - 0m"]),
        .init(
            "the next enrolment takes the launch over, and the one after it updates", .rule,
            [kept("b", 1.5, 2, .inProgress), kept("a", 1.25, 1.75, .inProgress)], launches: [(7, 1)],
            ["launch 7 1-2 open 50% - 60m"]),
        .init(
            "a learner with an open attempt goes on with it", .decision, [kept("a", 1, 2, .completed)],
            launches: [(7, 1.5)], ["a 1-2 done 2 100% - 60m"]),
        .init(
            "an enrolment that goes on from before the launch keeps no later one from taking it over",
            .decision,
            [kept("a", 1, 1.25, .inProgress), kept("b", 3, 3.5, .inProgress)], launches: [(7, 2.5)],
            ["a 1-1.25 open 50% - 15m", "launch 7 2.5-3.5 open 50% - 60m"]),
        .init(
            "what completed the course after the launch ends it: the next enrolment is on its own", .decision,
            [kept("a", 1, 3, .completed), kept("b", 4, 4.5, .inProgress)], launches: [(7, 2.5)],
            ["a 1-3 done 3 100% - 60m", "b 4-4.5 open 50% - 30m"]),
        .init(
            "each of two launches has the enrolment that follows it", .rule,
            [kept("a", 1.25, 1.5, .completed), kept("b", 2.25, 2.5, .completed)],
            launches: [(7, 1), (8, 2)],
            ["launch 7 1-1.5 done 1.5 100% - 30m", "launch 8 2-2.5 done 2.5 100% - 30m"]),
        .init(
            "two open launches beside each other are one attempt", .decision,
            [kept("a", 1.5, 2, .completed)], launches: [(7, 1), (8, 1.25)],
            ["launch 7 1-2 done 2 100% - 60m"]),
        .init(
            "a launch after the completion stays open", .rule, [kept("a", 1, 2, .completed)],
            launches: [(7, 3)], ["a 1-2 done 2 100% - 60m", "launch 7 3-3 open 0% - 0m"]),
    ]

    @Test("Attempts are what the rule makes of the whole history", arguments: histories)
    func attempts(_ one: AttemptCase) {
        let history = LearnerHistory(enrolments: one.enrolments, launches: one.launches)
        #expect(AttemptRule.standard.attempts(history).map(\.line) == one.attempts)
    }

    // MARK: - What is kept

    struct KeepingCase: CustomTestStringConvertible {
        let promise: String
        let source: Source
        let kept: Enrolment?
        let named: Enrolment
        let merged: Enrolment?

        init(
            _ promise: String, _ source: Source, kept: Enrolment?, named: Enrolment, merged: Enrolment?
        ) {
            self.promise = promise
            self.source = source
            self.kept = kept
            self.named = named
            self.merged = merged
        }

        var testDescription: String { "\(promise) (\(source.rawValue))" }
    }

    private static func named(
        _ from: Double, _ to: Double, _ status: Enrolment.Status, passed: Bool? = nil, account: String = "u"
    ) -> Enrolment {
        enrolment("a", 1, account, from, to, status, passed: passed)
    }

    static let states: [KeepingCase] = [
        .init(
            "a new one in progress is kept", .rule, kept: nil, named: named(1, 2, .inProgress),
            merged: named(1, 2, .inProgress)),
        .init(
            "a new completed one is kept", .rule, kept: nil, named: named(1, 2, .completed),
            merged: named(1, 2, .completed)),
        .init(
            "a new one of another status is not", .document, kept: nil, named: named(1, 2, .other),
            merged: nil),
        .init(
            "progress follows progress", .rule, kept: named(1, 2, .inProgress),
            named: named(1, 3, .inProgress), merged: named(1, 3, .inProgress)),
        .init(
            "the begin is the earliest that was named: a later window has a later one", .rule,
            kept: named(1, 2, .inProgress), named: named(3, 4, .inProgress), merged: named(1, 4, .inProgress)),
        .init(
            "the begin is the earliest that was named: an earlier window comes later", .rule,
            kept: named(3, 4, .inProgress, passed: true), named: named(1, 2, .inProgress),
            merged: named(1, 4, .inProgress, passed: true)),
        .init(
            "the last activity is the latest that was named", .rule, kept: named(1, 3, .inProgress),
            named: named(1, 2, .inProgress, passed: true), merged: named(1, 3, .inProgress)),
        .init(
            "another state of the same time follows", .decision, kept: named(1, 3, .inProgress),
            named: named(1, 3, .inProgress, passed: true), merged: named(1, 3, .inProgress, passed: true)),
        .init(
            "a completion follows progress", .rule, kept: named(1, 2, .inProgress),
            named: named(1, 3, .completed), merged: named(1, 3, .completed)),
        .init(
            "a completion of a later window keeps the begin", .rule, kept: named(1, 2, .inProgress),
            named: named(3, 4, .completed, passed: true), merged: named(1, 4, .completed, passed: true)),
        .init(
            "a completion follows progress that was updated later", .decision,
            kept: named(1, 4, .inProgress), named: named(1, 3, .completed), merged: named(1, 4, .completed)),
        .init(
            "progress does not follow a completion", .rule, kept: named(1, 2, .completed),
            named: named(1, 5, .inProgress), merged: named(1, 2, .completed)),
        .init(
            "progress of an earlier window gives a completion its begin", .rule,
            kept: named(3, 4, .completed),
            named: named(1, 2, .inProgress), merged: named(1, 4, .completed)),
        .init(
            "a completion that was kept stays as it was first known", .rule, kept: named(1, 2, .completed),
            named: named(1, 5, .completed, passed: true), merged: named(1, 2, .completed)),
        .init(
            "a completion belongs to the account that is named last", .decision,
            kept: named(1, 2, .completed),
            named: named(1, 2, .completed, account: "v"), merged: named(1, 2, .completed, account: "v")),
        .init(
            "another status leaves progress as it was", .decision, kept: named(1, 2, .inProgress),
            named: named(1, 5, .other), merged: nil),
        .init(
            "another status leaves a completion as it was", .rule, kept: named(1, 2, .completed),
            named: named(1, 5, .other), merged: nil),
    ]

    @Test("An enrolment that is named many times is one", arguments: states)
    func keeping(_ one: KeepingCase) {
        #expect(AttemptRule.standard.merge(one.named, one.kept) == one.merged)
    }

    @Test("The rules have at least sixty cases, each told apart by its promise")
    func size() {
        let promises =
            Self.mappings.map(\.promise) + Self.times.map(\.promise) + Self.histories.map(\.promise)
            + Self.states.map(\.promise)
        #expect(Set(promises).count == promises.count)
        #expect(promises.count >= 60)
    }
}
