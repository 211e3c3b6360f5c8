import ConnectorKit
import Foundation
import Host
import Model
import Store
import Testing

/// The rule over histories that nobody thought of.
@Suite struct OrderTests {
    /// The rules, one statistic at a time, written without regard to the host's own code.
    private static func apply(_ enrolment: KeptEnrolment, to attempts: inout [AttemptState]) {
        guard let statistic = Statistic(enrolment) else { return }
        let isLater = attempts.allSatisfy {
            statistic.firstActivity > $0.lastActivity
                && statistic.firstActivity > $0.completedAt ?? statistic.firstActivity.addingTimeInterval(-1)
        }
        if attempts.isEmpty || isLater {
            attempts.append(
                AttemptState(
                    opening: .enrolment(statistic.enrolment), firstActivity: statistic.firstActivity,
                    lastActivity: statistic.lastActivity, completedAt: nil, progress: 50,
                    result: statistic.result, timeSpent: statistic.timeSpent))
            if statistic.completedAt == nil { return }
        }
        let open = attempts.indices.filter { attempts[$0].completedAt == nil }
        for index in open {
            attempts[index].lastActivity = statistic.lastActivity
            attempts[index].completedAt = statistic.completedAt
            attempts[index].progress = statistic.progress
            attempts[index].result = statistic.result
            attempts[index].timeSpent = index == open.first ? statistic.timeSpent : 0
        }
    }

    /// One enrolment after the other, each completed before the next begins, as they come to be known.
    private static func monotone(_ numbers: inout Seeded) -> (states: [KeptEnrolment], last: [KeptEnrolment])
    {
        var time = 0.0
        var states: [KeptEnrolment] = []
        var last: [KeptEnrolment] = []
        let count = Int.random(in: 1...5, using: &numbers)
        for number in 0..<count {
            time += Double(Int.random(in: 1...40, using: &numbers)) / 4
            let begun = time
            var state = kept("e\(number)", begun, begun, .inProgress)
            states.append(state)
            for _ in 0..<Int.random(in: 0...3, using: &numbers) {
                time += Double(Int.random(in: 0...8, using: &numbers)) / 4
                state = kept("e\(number)", begun, time, .inProgress)
                states.append(state)
            }
            if number < count - 1 || Bool.random(using: &numbers) {
                time += Double(Int.random(in: 0...8, using: &numbers)) / 4
                state = kept("e\(number)", begun, time, .completed, passed: Bool.random(using: &numbers))
                states.append(state)
            }
            last.append(state)
        }
        return (states, last)
    }

    /// Enrolments that overlap as they like.
    static func any(_ numbers: inout Seeded) -> [KeptEnrolment] {
        (0..<Int.random(in: 0...6, using: &numbers)).map { number in
            let begun = Double(Int.random(in: 0...12, using: &numbers))
            let ended = begun + Double(Int.random(in: 0...8, using: &numbers))
            return kept(
                "e\(number)", begun, ended,
                [.completed, .inProgress, .inProgress, .other].randomElement(using: &numbers) ?? .other,
                passed: [true, false, nil].randomElement(using: &numbers) ?? nil,
                minutes: [60, 120, nil].randomElement(using: &numbers) ?? nil)
        }
    }

    @Test("Where history only goes forward, statistic after statistic comes to what the whole comes to")
    func forward() {
        var numbers = Seeded(2026)
        for _ in 0..<500 {
            let history = Self.monotone(&numbers)
            var attempts: [AttemptState] = []
            for state in history.states { Self.apply(state, to: &attempts) }
            let whole = AttemptRule.standard.attempts(LearnerHistory(enrolments: history.last))
            #expect(whole.map(\.line) == attempts.map(\.line))
        }
    }

    @Test("The same enrolments in any order come to the same attempts")
    func anyOrder() {
        var numbers = Seeded(7)
        for _ in 0..<500 {
            let enrolments = Self.any(&numbers)
            let attempts = AttemptRule.standard.attempts(LearnerHistory(enrolments: enrolments)).map(\.line)
            for _ in 0..<4 {
                let shuffled = LearnerHistory(enrolments: enrolments.shuffled(using: &numbers))
                #expect(AttemptRule.standard.attempts(shuffled).map(\.line) == attempts)
            }
        }
    }

    @Test(
        "No attempt is completed without progress, none has a negative time, and only one of a completion has any"
    )
    func sane() {
        var numbers = Seeded(99)
        for _ in 0..<500 {
            let history = LearnerHistory(enrolments: Self.any(&numbers))
            let attempts = AttemptRule.standard.attempts(history)
            for attempt in attempts {
                #expect((attempt.completedAt != nil) == (attempt.progress == 100))
                #expect(attempt.timeSpent ?? 0 >= 0)
                #expect(attempt.timeSpent ?? 0 <= 120 * 60_000)
            }
            #expect(Set(attempts.map(\.opening)).count == attempts.count)
            for completion in Set(attempts.compactMap(\.completedAt)) {
                let closed = attempts.filter { $0.completedAt == completion }
                #expect(closed.dropFirst().allSatisfy { $0.timeSpent == 0 } || closed.count == 1)
            }
        }
    }
}
