import ConnectorKit
import Foundation

/// The position of a listing of enrolments between two pages: `all 2026-11-27 3`, or `2026-11-20 2026-11-27 3` for what
/// changed since the first of the days.
struct ReportPosition {
    /// The day from which changes are listed; nil to list everything.
    let since: String?
    /// The day from which the next listing of changes has to begin.
    let mark: Checkpoint
    /// Counted from 1.
    let page: Int

    /// The reports may be this much behind (our decision).
    private static let overlap: TimeInterval = 2 * 86_400

    /// Nil if the checkpoint or the mark is none of these.
    init?(_ request: EnrolmentRequest, now: Date) {
        guard let checkpoint = request.checkpoint else {
            since = request.since?.text
            mark = Checkpoint(String(Timestamp.text(now - Self.overlap).prefix(10)))
            page = 1
            if let since, Timestamp.day(since) == nil { return nil }
            return
        }
        let parts = checkpoint.text.split(separator: " ").map(String.init)
        guard parts.count == 3, parts[0] == "all" || Timestamp.day(parts[0]) != nil,
            Timestamp.day(parts[1]) != nil, let page = Int(parts[2]), page > 1
        else { return nil }
        since = parts[0] == "all" ? nil : parts[0]
        mark = Checkpoint(parts[1])
        self.page = page
    }

    func checkpoint(page: Int) -> Checkpoint { Checkpoint("\(since ?? "all") \(mark.text) \(page)") }
}
