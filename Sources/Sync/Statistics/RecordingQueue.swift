import ConnectorKit
import Synchronization

/// Pages that are ready to be recorded. While the store is at one the next ones gather here, and are recorded
/// together after it, so that small pages cost few transactions; what comes slowly is recorded at once.
final class RecordingQueue: Sendable {
    /// A page with the learners on it who were not known before.
    struct Part: Sendable {
        var learners: [LearnerAccount]
        var page: EnrolmentPage
    }

    private let limit: Int
    private let parts = Mutex<[Part]>([])

    /// - Parameter limit: how many enrolments are recorded together at most, but for those of one page.
    init(limit: Int) { self.limit = limit }

    /// - Returns: whether as much is here as is recorded together.
    func add(_ part: Part) -> Bool {
        parts.withLock { parts in
            parts.append(part)
            return parts.reduce(0) { $0 + $1.page.enrolments.count } >= limit
        }
    }

    /// Takes what is to be recorded next, as one page; nil if nothing is.
    func next() -> Part? {
        parts.withLock { parts in
            guard var first = parts.first else { return nil }
            var count = 1
            for part in parts.dropFirst() {
                guard first.page.enrolments.count + part.page.enrolments.count <= limit else { break }
                first.learners += part.learners
                first.page.goOn(with: part.page)
                count += 1
            }
            parts.removeFirst(count)
            return first
        }
    }
}

extension EnrolmentPage {
    fileprivate mutating func goOn(with page: EnrolmentPage) {
        enrolments += page.enrolments
        refused += page.refused
        rows += page.rows
        total = page.total ?? total
        next = page.next
        mark = page.mark
    }
}
