import ConfigurationFiles
import Foundation
import Logging
import Runtime
import Store

extension HostRuntime {
    /// How often a host that runs by itself removes old records (our decision).
    static let timeBetweenRemovals = Duration.seconds(86_400)

    /// Removes records that are older than `retention:` says (rule S3): runs with what they skipped, and
    /// pushes that ended, as `runs` says; events of providers that were dealt with, as `events` says.
    ///
    /// The trail of changes is kept for good (our decision): it is small, and asked about late. What fails is logged
    /// and tried again with the next removal.
    func removeOldRecords() async {
        let kept = configuration.host.retention
        func before(_ age: Duration) -> Date { now - TimeInterval(age.components.seconds) }
        do throws(StoreError) {
            let runs = try await store.removeRuns(before: before(kept.runs))
            let pushes = try await store.removePushes(before: before(kept.runs))
            let events = try await store.removeEvents(before: before(kept.events))
            guard runs + pushes + events > 0 else { return }
            context.environment.telemetry.logger.info(
                "old records were removed: \(runs) runs, \(pushes) pushes, \(events) events")
        } catch {
            context.environment.telemetry.logger.warning("old records were not removed: \(error)")
        }
    }
}
