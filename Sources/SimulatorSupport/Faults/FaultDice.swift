import ConnectorKit

/// Decides which requests for pages are struck by which fault.
package struct FaultDice<Fault: SimulatedFault>: Sendable {
    private let rules: [FaultRule<Fault>]
    private let seed: UInt64
    private var requests = 0
    /// The rules that strike once and did.
    private var spent: Set<Int> = []

    /// - Parameter seed: the same seed and order of requests give the same faults.
    package init(_ rules: [FaultRule<Fault>], seed: UInt64) {
        self.rules = rules
        self.seed = seed
    }

    /// The fault for the next request; the first rule that strikes decides.
    ///
    /// - Parameter page: which page it asks for, counted from 1; nil if that cannot be told.
    package mutating func roll(page: Int?) -> Fault? {
        requests += 1
        for (index, rule) in rules.enumerated() where !spent.contains(index) {
            switch rule.occasion {
            case .probability(let probability):
                var draw = SeededRandom(seed: seed, requests, stream: 100 + UInt64(index))
                if draw.fraction() < probability { return rule.fault }
            case .page(let number):
                guard number == page else { continue }
                spent.insert(index)
                return rule.fault
            case .every(let number):
                if requests % number == 0 { return rule.fault }
            case .next(let number):
                if requests <= number { return rule.fault }
            }
        }
        return nil
    }
}
