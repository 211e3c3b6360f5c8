import ConnectorKit
import Host
import Model
import Sync
import Synchronization

extension ConformanceCase {
    static let changedAddress = ConformanceCase(
        "changed-address", of: .stats,
        guarantee: "An account is told with the e-mail address that it has now, whenever it is asked for.",
        method:
            "Between two full runs of a host the address of one learner is changed in the answers as they come; then "
            + "all attempts of that learner are under the new address."
    ) { trial in
        try await trial.bench { bench in
            try await bench.host { trial in
                let change = Mutex<AddressChange?>(nil)
                let tap = bench.tap { _ in
                    change.withLock { $0 } == nil
                        ? .pass
                        : .alter { body in
                            change.withLock { change in change?.apply(to: body) ?? body }
                        }
                }
                defer { tap.close() }
                let host = try await TestHost(bench, folder: trial.folder, network: tap)
                try await host.syncCatalog()
                let first = try await host.sync(.everything)
                try require(first.outcome == .done, "the first run ended as \"\(first.outcome.rawValue)\"")
                let attempts = Dictionary(grouping: try await host.storedAttempts(), by: \.user)
                guard
                    let (old, theirs) = attempts.max(by: {
                        ($0.value.count, $1.key) < ($1.value.count, $0.key)
                    })
                else { throw Violation("the first run made no attempt of the simulator's enrolments") }
                let new = "moved.\(old)"
                change.withLock { $0 = AddressChange(from: old, to: new) }
                let second = try await host.sync(.everything)
                try require(second.outcome == .done, "the second run ended as \"\(second.outcome.rawValue)\"")
                guard change.withLock({ $0?.count ?? 0 }) > 0 else {
                    throw Skip("no answer of the service spells the address plainly")
                }
                let after = Dictionary(grouping: try await host.storedAttempts(), by: \.user)
                let (left, moved) = (after[old]?.count ?? 0, after[new]?.count ?? 0)
                try require(
                    left == 0 && moved == theirs.count,
                    "the address of a learner with \(theirs.count) attempts changed: \(left) are under the old one, "
                        + "and \(moved) under the new one")
                return "\(theirs.count) attempts of one learner"
            }
        }
    }
}

/// Changes an address wherever an answer has it, in any case.
private struct AddressChange {
    let from: [UInt8]
    let to: [UInt8]
    /// How often it was found.
    private(set) var count = 0

    init(from: String, to: String) {
        self.from = Array(from.utf8)
        self.to = Array(to.utf8)
    }

    mutating func apply(to body: [UInt8]) -> [UInt8] {
        guard let first = from.first, body.count >= from.count else { return body }
        var changed: [UInt8] = []
        var copied = 0
        var index = 0
        while index <= body.count - from.count {
            guard body[index] | 0x20 == first | 0x20, isFound(in: body, at: index) else {
                index += 1
                continue
            }
            changed += body[copied..<index] + to
            index += from.count
            copied = index
            count += 1
        }
        return copied == 0 ? body : changed + body[copied...]
    }

    private func isFound(in body: [UInt8], at index: Int) -> Bool {
        zip(body[index...], from).allSatisfy { $0 | 0x20 == $1 | 0x20 } && !isPart(body, index)
    }

    /// Whether what is there is the end of a longer address.
    private func isPart(_ body: [UInt8], _ index: Int) -> Bool {
        guard index > 0 else { return false }
        let before = Character(UnicodeScalar(body[index - 1]))
        return before.isLetter || before.isNumber || ".-_+".contains(before)
    }
}
