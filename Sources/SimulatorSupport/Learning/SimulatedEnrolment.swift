package import Foundation

/// What one learner did with one item of a simulated service. Each service writes it in a way of its own.
package struct SimulatedEnrolment: Sendable, Equatable {
    /// From 0 on.
    package let number: Int
    /// The number of the item, from 1 on.
    package let item: Int
    /// The number of the learner, from 0 on.
    package let learner: Int
    package let started: Date
    /// The last activity.
    package private(set) var updated: Date
    /// From 0 to 100, which is completed.
    package private(set) var percent: Int
    /// The time spent so far.
    package private(set) var seconds: Int

    /// The same enrolment for the same number. Two of three are completed. There are forty learners.
    ///
    /// - Parameter items: The numbers of the items, at least one.
    init(number: Int, items: [Int]) {
        self.number = number
        learner = number % 40
        item = items[(number * 7 + number / 40) % items.count]
        // Since 2025-01-01; the data does not depend on the clock.
        started = Date(timeIntervalSince1970: 1_735_689_600 + Double(number) * 3_601)
        percent = number % 3 == 0 ? number % 90 + 1 : 100
        seconds = percent * 7
        updated = started.addingTimeInterval(86_400)
    }

    /// The learner's address; the last of the forty has none.
    package var email: String? { learner == 39 ? nil : "learner\(learner)@example.com" }

    /// Updates it without any further progress.
    mutating func touch(at time: Date) { updated = time }

    /// Lets the learner spend some time.
    mutating func learn(seconds: Int, percent: Int, at time: Date) {
        self.seconds += seconds
        self.percent = max(self.percent, percent)
        updated = max(updated, time)
    }

    /// The learner has spent no time yet.
    mutating func begin() { (seconds, percent) = (0, 0) }
}
