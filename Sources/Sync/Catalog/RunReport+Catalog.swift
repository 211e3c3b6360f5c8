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
        if let withheld = settlement.withheld {
            remark(
                "rows without an id that can be read may be any item: \(withheld) that were not listed stay as "
                    + "they are, until every row can be read or the run is accepted with --accept-shrink")
        }
    }

    /// Counts what edited files change as well.
    mutating func add(_ changes: StandingChanges) {
        counters.created += changes.created
        counters.archived += changes.archived
        counters.unarchived += changes.unarchived
        counters.unchanged -= min(counters.unchanged, changes.created + changes.archived + changes.unarchived)
    }
}
