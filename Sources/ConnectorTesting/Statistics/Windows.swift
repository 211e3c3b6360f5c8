import ConnectorKit
import Foundation
import Host
import Model
import Store
import Sync

extension ConformanceCase {
    static let windows = ConformanceCase(
        "windows", of: .stats,
        guarantee:
            "Learning that is spread over several windows is one enrolment, and all of its time counts, once.",
        method:
            "The simulator is asked for a learner who was active for a minute in each of three windows, with empty windows "
            + "between them; a host reads everything twice, and the attempt has three minutes both times."
    ) { trial in
        try await trial.bench(faults: ["windows=3"]) { bench in
            try await bench.host { trial in
                let host = try await TestHost(bench, folder: trial.folder)
                try await host.syncCatalog()
                for reading in ["first", "second"] {
                    let run = try await host.sync(.fromScratch)
                    try require(
                        run.outcome == .done, "the \(reading) run ended as \"\(run.outcome.rawValue)\"")
                    let times = try await host.storedAttempts().compactMap(\.state.timeSpent)
                    try require(
                        times.contains(180_000),
                        "after the \(reading) run no attempt has three minutes; the longest has "
                            + "\((times.max() ?? 0) / 1_000) seconds")
                }
                return "3 windows, read twice"
            }
        }
    }

    static let windowBegins = ConformanceCase(
        "window-begins", of: .stats,
        guarantee:
            "Windows begin at the same times in every listing, so that one that is read again counts once.",
        method:
            "A listing is read now and by a clock that is three days behind; the begins of the windows in which learners spent "
            + "time are compared."
    ) { trial in
        try await trial.bench { bench in
            let now = try await bench.enrolments().enrolments.windowBegins
            guard !now.isEmpty else { throw Skip("no enrolment has its time by windows") }
            // No service reports on the future.
            let before = try await bench.enrolments(over: bench.connection(ahead: -3 * 86_400)).enrolments
                .windowBegins
            let moved = before.subtracting(now)
            try require(
                moved.isEmpty,
                "\(moved.count) of \(before.count) windows began at other times when they were read again; "
                    + "multiples of one length since 1970 would be right")
            return "\(now.count) begins"
        }
    }

    static let foreignEnrolments = ConformanceCase(
        "enrolments-foreign", of: .stats,
        guarantee:
            "A checkpoint of statistics that is not the provider's own is refused, so that the listing begins again.",
        method:
            "A page of enrolments is asked for after checkpoints that nobody wrote, and after damaged ones."
    ) { trial in
        try await trial.bench { bench in
            let own = try await bench.enrolments().pages.compactMap(\.next?.text)
            let damaged = own.prefix(1).flatMap { [$0 + "x", String($0.dropLast())] }
            for text in ["", "not one of yours"] + damaged {
                let statistics = try bench.statistics()
                let answer: EnrolmentAnswer
                do throws(Failure) {
                    answer = try await statistics.enrolments(
                        EnrolmentRequest(after: Checkpoint(text)) { [] }, of: bench.connection())
                } catch {
                    throw Violation(
                        "the checkpoint \"\(text)\" was answered by \(error.kind); checkpointRefused would be right"
                    )
                }
                guard case .checkpointRefused = answer else {
                    throw Violation("the checkpoint \"\(text)\" was taken; checkpointRefused would be right")
                }
            }
            return "\(2 + damaged.count) checkpoints"
        }
    }
}

extension [Enrolment] {
    /// The begins of the windows in which time was spent, by enrolment.
    fileprivate var windowBegins: Set<String> {
        Set(
            flatMap { enrolment -> [String] in
                guard case .windows(let windows) = enrolment.timeSpent else { return [] }
                return windows.keys.map { "\(enrolment.id) \($0.timeIntervalSince1970)" }
            })
    }
}
