import ConnectorKit
import Foundation

extension ConformanceCase {
    static let noGap = ConformanceCase(
        "no-gap", of: .stats,
        guarantee: "Between one listing and the next no window is left out, and none is cut short.",
        method:
            "Everything is listed by a clock in the middle of what learners did, and then what changed since by the "
            + "present; together they name what one listing names."
    ) { trial in
        try await trial.bench { bench in
            let whole = try await bench.enrolments().enrolments
            let times = whole.map(\.updatedAt).sorted()
            guard !times.isEmpty else { throw Violation("the simulator has no enrolment") }
            let middle = times[times.count / 2]
            let first = try await bench.enrolments(
                over: bench.connection(ahead: middle.timeIntervalSinceNow))
            guard let mark = first.pages.last?.mark else {
                throw Skip("the service is not asked for changes")
            }
            let rest = try await bench.enrolments(since: mark)
            let (wanted, named) = (Named(whole), Named(first.enrolments + rest.enrolments))
            let missing = wanted.times.filter { part, time in named.times[part].map { $0 < time } ?? true }
            try require(
                missing.isEmpty,
                "of \(wanted.times.count) enrolments and windows, \(missing.count) were left out or cut short by a "
                    + "listing at \(Timestamp.text(middle)) and the one of what changed since")
            return "\(wanted.times.count) enrolments and windows"
        }
    }
}

/// The enrolments of listings, and the time in each of their windows.
private struct Named {
    struct Part: Hashable {
        let id: String
        /// Nil for the enrolment itself.
        let window: Date?
    }

    private(set) var times: [Part: Duration] = [:]

    init(_ enrolments: [Enrolment]) {
        for enrolment in enrolments {
            times[Part(id: enrolment.id, window: nil)] = .zero
            guard case .windows(let windows) = enrolment.timeSpent else { continue }
            for (begin, time) in windows {
                let part = Part(id: enrolment.id, window: begin)
                times[part] = max(times[part] ?? .zero, time)
            }
        }
    }
}
