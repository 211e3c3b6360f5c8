//? stats
import ConnectorKit
import SimulatorSupport

extension SimulatedEnrolment {
    var id: String { "e-\(number)" }

    /// The enrolment as the service writes it.
    var value: JSONValue {
        [
            "id": .text(id), "item": .text(Item(number: item).id),
            "learner": .members([
                "id": .text("l-\(learner)"), "name": .text("Learner \(learner)"),
                "email": email.map { .text($0) },
            ]),
            "status": percent == 100 ? "completed" : "started", "started": .time(started),
            "updated": .time(updated), "percent": .integer(percent), "seconds": .integer(seconds),
        ]
    }
}
//? end
