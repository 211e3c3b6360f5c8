package import ConnectorKit
import Synchronization

/// The faults of the pages of a simulated service.
package final class SimulatedFaults: Sendable {
    private let dice: Mutex<FaultDice<PageFault>>

    /// - Parameter seed: The same seed and order of requests give the same faults.
    package init(_ rules: [FaultRule<PageFault>] = [], seed: UInt64 = 1) {
        dice = Mutex(FaultDice(rules, seed: seed))
    }

    /// Answers a request for a page of a list, with a fault if one applies.
    ///
    /// - Parameters:
    ///   - count: The number of rows of the list.
    ///   - write: Writes the page with the rows at these places, and the cursor of the next one; nil if there is none.
    /// - Throws: ``SimulatedRefusal`` if there is no such page, or the fault is a refusal.
    package func page(
        _ query: SimulatedQuery, of count: Int, _ write: (_ rows: Range<Int>, _ next: String?) -> JSONValue
    ) async throws(SimulatedRefusal) -> SimulatedAnswer {
        let rows = try query.rows(of: count)
        let fault = dice.withLock { $0.roll(page: rows.lowerBound / query.size + 1) }
        return try await fault.answer { isEmpty throws(SimulatedRefusal) in
            let next = rows.upperBound < count ? SimulatedQuery.cursor(rows.upperBound) : nil
            return SimulatedAnswer(isEmpty ? write(rows.prefix(0), nil) : write(rows, next))
        } refused: { status throws(SimulatedRefusal) in
            throw SimulatedRefusal(
                status, "a fault on demand", headers: status == 429 ? ["Retry-After": "1"] : [:])
        }
    }
}
