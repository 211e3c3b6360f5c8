import ConnectorKit
import Synchronization

extension Go1Portal {
    /// Lets learners learn: one enrolment begins or is completed each interval, until the task is cancelled.
    func learn(every interval: Duration) async {
        var number = 0
        while !Task.isCancelled {
            do { try await pause(interval) } catch { return }
            number += 1
            act(number)
        }
    }

    /// The same deeds for the same seed and number: two in three complete what is open, one begins.
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
