import Push
import Host
import Model
import Push
import Store

/// Completions on their way to the providers that are to have them (`push_completions: true`), watched.
struct ReportingCompletions {
    /// How many of those that were not taken are listed one by one.
    private static let shown = 20

    let host: HostRuntime

    /// Reports what is new, for the connections of a group or all.
    ///
    /// - Parameter told: given each run that this takes.
    /// - Returns: whether all of it was taken.
    func run(group: String?, told: (PushTarget, Run) throws -> Void) async throws -> Bool {
        var isDone = true
        let targets = try await host.push.completionTargets(group: group)
        for target in targets where !Task.isCancelled {
            let jobs = try await host.push.queueCompletions(for: target)
            let report = try await host.push.deliver(to: target)
            if let run = report.run { try told(target, run) }
            if let failure = report.failure {
                complain("tributary: \(target.name): completions wait: \(failure)")
                isDone = false
            }
            for job in jobs where try await !isTaken(job, target) { isDone = false }
        }
        return isDone
    }

    /// Says what of a job was not taken, and why.
    private func isTaken(_ job: PushJob.ID, _ target: PushTarget) async throws -> Bool {
        var refused = 0
        var last: StoredPush.ID?
        while true {
            let page = try await host.store.pushes(of: job, after: last, limit: 500)
            guard let end = page.last else { break }
            for push in page where push.outcome?.isFailure == true {
                refused += 1
                guard refused <= Self.shown else { continue }
                complain(
                    "tributary: \(target.name): a completion of \(push.reference) was not taken: \(push.reason ?? "no reason was given")"
                )
            }
            last = end.id
        }
        if refused > Self.shown {
            complain("tributary: \(target.name): \((refused - Self.shown).grouped) more were not taken")
        }
        return refused == 0
    }

    /// Says what a rehearsal found, on its copy of the store.
    static func rehearsed(on copy: HostRuntime, group: String?) async throws(StoreError) -> [String] {
        var calls: [String] = []
        for target in try await copy.push.completionTargets(group: group) {
            var count = 0
            for job in try await copy.push.queueCompletions(for: target) {
                count += try await copy.store.pushJob(job)?.entries ?? 0
            }
            let noun = count == 1 ? "completion" : "completions"
            if count > 0 { calls.append("report \(count.grouped) \(noun) to \(target.name)") }
        }
        return calls
    }
}
