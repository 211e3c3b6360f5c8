import ConnectorKit
import Model
import Store

extension DeliveryRound {
    /// How many operations in a row may leave something undone before nothing further is sent there: more
    /// than it takes to halve the largest batch down to one item (our decision).
    private static let mostStops = 20

    /// Sends what a batch left undone again: once as it is, for a fault that has passed, then in halves, so
    /// that an item with which every operation fails is found, reported, and keeps nothing else.
    ///
    /// - Parameter reason: why it was left.
    mutating func isolate(
        _ outgoing: OutgoingBatch, _ work: DeliveryWork, _ kind: BatchKind, in destination: StoredDestination,
        after reason: String
    ) async throws(StoreError) {
        var rest = [outgoing]
        var alone: [Left] = []
        var (stops, last) = (1, reason)
        while isGoingOn, !blocked.contains(destination.id), stops <= Self.mostStops,
            let outgoing = rest.popLast()
        {
            guard let left = try await sendAlone(outgoing, work, kind, to: destination) else { break }
            guard !left.items.isEmpty else {
                stops = 0
                continue
            }
            (stops, last) = (stops + 1, left.reason)
            if left.items.count == 1 {
                alone.append(left)
            } else {
                // The first half comes first: the order of statistics counts.
                rest += outgoing.only(left.items).halves.reversed()
            }
        }
        if tookSomething {
            for left in alone { try await refuse(left, work) }
            if stops > Self.mostStops { failed(.fatal(last), at: destination.id) }
        } else if stops > Self.mostStops {
            // Nothing was taken at all: that is the platform, and no item of ours.
            failed(.transient(last), at: destination.id)
        } else {
            unjudged += alone.map { ($0, work) }
            try await leased.leaveOut(alone.flatMap(\.items), in: report.id)
        }
    }

    /// What could not be sent even alone is refused where the platform took anything else; else that is the
    /// platform, and it waits.
    mutating func judgeLone() async throws(StoreError) {
        defer { unjudged = [] }
        guard !tookSomething else {
            for (left, work) in unjudged { try await refuse(left, work) }
            return
        }
        for (left, _) in unjudged {
            report.isCutShort = true
            report.note(left.reason)
        }
        try await leased.leaveOut(unjudged.flatMap(\.left.items), in: nil)
    }

    /// Whether the platform took anything in this delivery.
    private var tookSomething: Bool { report.counters.seen > report.counters.skipped }

    /// - Returns: what it left; nil if nobody knows yet.
    private mutating func sendAlone(
        _ outgoing: OutgoingBatch, _ work: DeliveryWork, _ kind: BatchKind, to destination: StoredDestination
    ) async throws(StoreError) -> Left? {
        switch try await submit(outgoing, work, kind, to: destination) {
        case .taken(let batch, let operation):
            return try await settle(batch, await platform.end(of: operation))
        case .refused(let failure):
            return Left(items: outgoing.entries.map(\.id), reason: failure.message)
        case .stopped: return nil
        }
    }

    private mutating func refuse(_ left: Left, _ work: DeliveryWork) async throws(StoreError) {
        var results = DeliveryResults()
        results.refused = left.items.map { ($0, left.reason, false) }
        try await leased.record(results, of: work, in: report.id)
        count(work, results)
    }
}
