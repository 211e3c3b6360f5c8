//? stats|webhooks
import ConnectorKit
import Foundation
import SimulatorSupport
import Synchronization

extension SimulatedService {
    //? stats
    /// Lets a learner complete something, by numbers from 1 on.
    func act(_ number: Int) async {
        //? webhooks
        guard let changed = complete(number) else { return }
        await call(
            "enrolment.completed", number,
            ["item": .text(changed.item), "enrolment": .text(changed.id)])
        //? else
        _ = complete(number)
        //? end
    }

    private func complete(_ number: Int) -> SimulatedEnrolment? {
        state.withLock { state in
            guard !state.enrolments.isEmpty else { return nil }
            let index = number * 7 % state.enrolments.count
            state.enrolments[index].learn(seconds: 60, percent: 100, at: Date())
            return state.enrolments[index]
        }
    }
    //? else
    /// Changes the title of an item, by numbers from 1 on.
    func act(_ number: Int) async {
        guard items > 0 else { return }
        let changed = number * 7 % items + 1
        state.withLock { _ = $0.revised.insert(changed) }
        await call("item.changed", number, ["item": .text(Item(number: changed).id)])
    }
    //? end
}
//? end
