import ConnectorKit
import Host
import Model
import Runtime
import Store
import Sync

extension ConformanceCase {
    static let namedAgain = ConformanceCase(
        "named-again", of: .stats,
        guarantee:
            "An enrolment that is named many times, in several windows or after an event, is one enrolment.",
        method:
            "A host reads everything; then it is handed what a listing names from each of its checkpoints on, the "
            + "last first, and what reading enrolments again comes to; what it keeps is compared."
    ) { trial in
        try await trial.bench { bench in
            try await bench.host { trial in
                let host = try await TestHost(bench, folder: trial.folder)
                try await host.syncCatalog()
                let run = try await host.sync(.everything)
                try require(run.outcome == .done, "the run ended as \"\(run.outcome.rawValue)\"")
                let (attempts, kept) = (try await host.storedAttempts(), try await host.enrolments())
                let pages = try await bench.enrolments().pages
                var windows: [[Enrolment]] = []
                for page in pages.reversed() {
                    windows.append(
                        try await bench.enrolmentPage(after: page.next, over: bench.connection()).enrolments)
                }
                if let webhooks = bench.provider as? any WebhookProvider {
                    let hints = pages.flatMap(\.enrolments).prefix(40).map {
                        EnrolmentHint(id: $0.id, contentID: $0.contentID, changedAt: $0.updatedAt)
                    }
                    do throws(Failure) {
                        windows.append(try await webhooks.enrolments(about: hints, of: bench.connection()))
                    } catch {
                        throw Violation("\(hints.count) enrolments could not be read again: \(error)")
                    }
                }
                for window in windows { try await host.apply(window, of: bench) }
                let now = try await host.enrolments()
                try require(
                    now == kept,
                    "named again, \(kept) enrolments were \(now); the same enrolment has one id, whenever it is named"
                )
                try require(
                    try await host.storedAttempts() == attempts,
                    "after enrolments were named again, the attempts are not those of the first reading")
                return "\(kept) enrolments, in \(windows.count) further windows"
            }
        }
    }
}

extension TestHost {
    /// How many enrolments it keeps.
    fileprivate func enrolments() async throws -> Int {
        try await runtime.store.statisticsCounts().first?.enrolments ?? 0
    }

    /// Applies enrolments as after events.
    fileprivate func apply(_ enrolments: [Enrolment], of bench: Bench) async throws {
        guard let connection = try await runtime.store.deployments().first?.connection else { return }
        let statistics = try bench.statistics()
        let lease = try await runtime.context.lease(connection.name) {}
        let leased = runtime.store.under(lease)
        do throws(SyncFailure) {
            _ = try await runtime.statistics.apply(enrolments, of: connection, under: leased) {
                accounts async throws(SyncFailure) in
                do throws(Failure) {
                    return try await statistics.learners(accounts, of: bench.connection())
                } catch {
                    throw .provider(error)
                }
            }
        } catch {
            throw Violation("enrolments that were named again could not be applied: \(error)")
        }
        lease.release()
    }
}
