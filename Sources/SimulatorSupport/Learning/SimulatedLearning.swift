package import ConnectorKit
import Foundation
import Synchronization

/// What the learners of a simulated service did with its items.
package final class SimulatedLearning: Sendable {
    private let state: Mutex<[SimulatedEnrolment]>

    /// - Parameters:
    ///   - count: The number of enrolments.
    ///   - items: The number of items; without any there are no enrolments.
    ///   - crowd: How many enrolments changed in the same second.
    ///   - windows: For how many minutes, weeks apart, one learner learned.
    ///   - isLearned: Whether anybody learns with the item of a number.
    package init(
        _ count: Int, items: Int, crowd: Int = 0, windows: Int = 0,
        where isLearned: (Int) -> Bool = { _ in true }
    ) {
        let learned = (1..<max(items, 0) + 1).filter(isLearned)
        var enrolments = (0..<(learned.isEmpty ? 0 : max(count, crowd))).map {
            SimulatedEnrolment(number: $0, items: learned)
        }
        if !enrolments.isEmpty {
            for index in 0..<crowd { enrolments[index].touch(at: Self.crowdTime) }
            if windows > 0 {
                enrolments[0].begin()
                for window in 1...windows {
                    let time = Self.crowdTime.addingTimeInterval(Double(window) * 20 * 86_400)
                    enrolments[0].learn(seconds: 60, percent: min(10 * window, 99), at: time)
                }
            }
        }
        state = Mutex(enrolments)
    }

    /// 2025-06-01.
    private static let crowdTime = Date(timeIntervalSince1970: 1_748_736_000)

    /// In the order of their numbers.
    package var enrolments: [SimulatedEnrolment] { state.withLock(\.self) }

    /// Lets a learner complete something now. The same number is the same enrolment.
    ///
    /// - Returns: Nil if there is none.
    package func complete(_ number: Int) -> SimulatedEnrolment? {
        state.withLock { enrolments in
            guard !enrolments.isEmpty else { return nil }
            let index = number * 7 % enrolments.count
            enrolments[index].learn(seconds: 60, percent: 100, at: Date())
            return enrolments[index]
        }
    }
}

extension SimulatorOptions {
    /// Takes what learners did out of the options, `crowd=130` and `windows=3` included; three enrolments for each item
    /// unless their number is asked for.
    ///
    /// - Throws: ``SimulatorFailure/options(_:)`` for what is no number.
    package mutating func takeLearning(
        where isLearned: (Int) -> Bool = { _ in true }
    ) throws(SimulatorFailure) -> SimulatedLearning {
        SimulatedLearning(
            enrolments ?? 3 * items, items: items, crowd: try take("crowd"), windows: try take("windows"),
            where: isLearned)
    }
}
