import Foundation
import Model
import Store

extension Store {
    /// Records how a run ended.
    func finish(_ report: inout RunReport, at time: Date) async throws(StoreError) {
        report.finished = time
        try await finishRun(
            report.id, at: time, outcome: report.outcome, error: report.error, counters: report.counters,
            seconds: time.timeIntervalSince(report.started))
    }

    /// Applies what is kept of enrolments to all courses that have come into being since.
    @discardableResult
    func applyToNewCourses(_ rule: AttemptRule) async throws(StoreError) -> AttemptChanges {
        var changes = AttemptChanges()
        while let more = try await applyToNewCourses(by: rule) { changes += more }
        return changes
    }
}
