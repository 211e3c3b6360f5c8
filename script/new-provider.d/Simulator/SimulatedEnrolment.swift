//? stats
import ConnectorKit
import SimulatorSupport
import Foundation

/// What a learner did with an item, as the service writes it.
struct SimulatedEnrolment {
    let id: String
    let item: String
    private(set) var updated: Date
    private let learner: Int
    private let started: Date
    private var percent: Int
    private var seconds: Int

    /// The same enrolment for the same number, from 0: two of three learners completed the item.
    init(number: Int, items: Int) {
        id = "e-\(number)"
        learner = number % 40
        item = Item(number: (number * 7 + number / 40) % max(items, 1) + 1).id
        // Since 2025-01-01; the data does not depend on the clock.
        started = Date(timeIntervalSince1970: 1_735_689_600 + Double(number) * 3_601)
        percent = number % 3 == 0 ? number % 90 + 1 : 100
        seconds = percent * 7
        updated = started.addingTimeInterval(86_400)
    }

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

    var value: JSONValue {
        [
            "id": .text(id), "item": .text(item),
            "learner": .members([
                "id": .text("l-\(learner)"), "name": .text("Learner \(learner)"),
                // One has no address.
                "email": learner == 39 ? nil : .text("learner\(learner)@example.com"),
            ]),
            "status": percent == 100 ? "completed" : "started", "started": .time(started),
            "updated": .time(updated), "percent": .integer(percent), "seconds": .integer(seconds),
        ]
    }
}
//? end
