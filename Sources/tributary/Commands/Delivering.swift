import Delivery
import Model
import Host
import Store

/// A delivery somebody watches.
struct Delivering {
    let session: Session

    /// Delivers what changed, where the host does so without being asked to, and says what came of it.
    ///
    /// - Parameter resending: whether what was refused before is sent again.
    /// - Throws: ``Stop`` if something was refused or still waits (rule D20).
    func runIfDue(_ host: HostRuntime, resending: Bool = false, says: Bool) async throws {
        guard host.delivery.deliversByItself else { return }
        let report = try await watched { meter async throws(StoreError) in
            try await host.delivery.deliverChanges(resending: resending) { meter.show($0) }
        }
        guard let report else { return }
        if says { try say(summary(report)) }
        try conclude(report)
    }

    /// - Returns: nil if there is no platform to deliver to.
    func deliver(_ host: HostRuntime) async throws -> DeliveryReport? {
        try await watched { meter async throws(StoreError) in
            try await host.delivery.deliver { meter.show($0) }
        }
    }

    private func watched(
        _ deliver: (ProgressMeter) async throws(StoreError) -> DeliveryReport?
    ) async throws -> DeliveryReport? {
        let meter = ProgressMeter(session.terminal)
        defer { meter.clear() }
        return try await deliver(meter)
    }

    func conclude(_ report: DeliveryReport) throws {
        tell(report)
        guard report.outcome == .done else { throw Stop(status: ExitStatus.failed, message: "") }
    }

    /// Why not all of it was done, to standard error.
    func tell(_ report: DeliveryReport) {
        let what = report.isReconcile ? "reconcile with" : "delivery to"
        if let error = report.error { complain("tributary: \(what) \(report.platform): \(error)") }
    }

    func summary(_ report: DeliveryReport) -> TerminalText {
        let counters = report.counters
        let outcome = report.outcome.rawValue.replacing("_", with: " ")
        let told = session.terminal.styled("\(outcome)", report.outcome == .done ? .green : .yellow)
        let pairs: [(Int, String)] = [
            (counters.created, "added"), (counters.updated, "replaced"), (counters.archived, "archived"),
            (counters.unarchived, "unarchived"), (report.tagged, "tagged"),
        ]
        let courses = pairs.map { "\($0.0.grouped) \($0.1)" }.joined(separator: ", ")
        let unmatched =
            report.unmatched == 0
            ? "" : ", \(report.unmatched.grouped) of learners that are not there (tried again)"
        let remarks =
            report.remarks == 0
            ? "" : "; \(report.remarks.grouped) not whole (`tributary runs \(report.id.number)` says why)"
        return """
            \(report.isReconcile ? "reconcile with" : "delivery to") \(report.platform): \(told)
              courses     \(courses)\(remarks)
              statistics  \(report.statistics.grouped) taken\(unmatched)
              sent        \(counters.requests.grouped) request\(counters.requests == 1 ? "" : "s")
            """
    }
}
