import ConfigurationFiles
import ConnectorKit
import Runtime
package import Store

extension PushService {
    /// Whether completions go to providers without being asked for (rule E3).
    package var reportsByItself: Bool { context.isProduction }

    /// Where the completions of a group's learners are to go: the connections of its deployments with
    /// `push_completions: true` (rule P11).
    ///
    /// - Parameter group: nil for every group.
    package func completionTargets(group: String? = nil) async throws(StoreError) -> [PushTarget] {
        try await targets().filter { target in
            target.connection.deployments.contains {
                $0.pushCompletions && group ?? $0.group == $0.group
            }
        }
    }

    /// Puts what learners completed of pushed content into the queue, each completion once, for the groups that
    /// ask for it.
    ///
    /// - Returns: the jobs they make, one for each group with something new.
    package func queueCompletions(for target: PushTarget) async throws(StoreError) -> [PushJob.ID] {
        var jobs: [PushJob.ID] = []
        for deployment in target.connection.deployments where deployment.pushCompletions {
            let job = try await store.queueCompletions(
                of: deployment.group, for: target.id, at: context.now)
            if let job { jobs.append(job) }
        }
        return jobs
    }
}
