import SimulatorSupport
import ConnectorKit
import Synchronization

extension Go1Portal {
    /// Simulates learners until the task is cancelled: one enrolment starts or is completed each interval.
    func simulateActivity(every interval: Duration) async {
        var number = 0
        while !Task.isCancelled {
            do { try await pause(interval) } catch { return }
            number += 1
            act(number)
        }
    }

    /// The same seed and number give the same action: two of three complete an enrolment, one starts one.
    func act(_ number: Int) {
        var draw = SeededRandom(seed: options.seed, number, stream: 26)
        if number % 3 != 1,
            let open = learning.withLock({ $0.enrolments.openEnrolment(from: draw.below(1 << 20)) })
        {
            complete(open.id, passed: draw.chance(90))
            return
        }
        let ids = libraryIDs
        guard !ids.isEmpty else { return }
        let account = PortalAccount(draw.below(learning.withLock(\.accountCount)), seed: options.seed)
        enrol(account.id, in: draw.pick(ids))
    }
}
