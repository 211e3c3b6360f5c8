import Synchronization
import ConnectorKit
import Foundation

extension LearningAccount {
    /// The same seed and number give the same action: of two one completes its content.
    func act(_ number: Int) {
        let now = Int64(now().timeIntervalSince1970 * 1_000)
        state.withLock { state in
            var draw = SeededRandom(seed: options.seed, number, stream: 26)
            let positions = state.library.positions(of: [.course])
            guard !positions.isEmpty, let asset = state.library.asset(draw.pick(positions)) else { return }
            let completes = draw.chance(50)
            state.learning.add([
                LearningSession(
                    learner: draw.below(state.learning.learnerCount), content: asset.urn, kind: asset.kind,
                    time: now, seconds: draw.number(30...3_600), progress: completes ? 100 : 40,
                    completes: completes)
            ])
        }
    }
}
