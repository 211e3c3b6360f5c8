import Model
import Store

extension RunReport {
    mutating func count(_ settlement: Settlement) {
        let changes = settlement.changes
        counters.created = changes.created
        counters.archived = changes.archived
        counters.unarchived = changes.unarchived
        counters.updated = min(settlement.updated, changes.kept)
        counters.unchanged = changes.kept - counters.updated
        held = settlement.held
    }

    /// Counts what edited files change as well.
    mutating func add(_ changes: StandingChanges) {
        counters.created += changes.created
        counters.archived += changes.archived
        counters.unarchived += changes.unarchived
        counters.unchanged -= min(counters.unchanged, changes.created + changes.archived + changes.unarchived)
    }
}
