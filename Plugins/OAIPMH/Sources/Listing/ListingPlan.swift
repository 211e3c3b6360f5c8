import ConnectorKit
import Foundation

/// How to list the records: all of them, or only changes since the last listing (rule O3).
struct ListingPlan: Equatable {
    /// The repository's policy, which decides whether headers archive.
    let deletions: DeletionPolicy
    /// The datestamp from which changes are listed; nil for everything.
    let from: String?

    /// - Parameters:
    ///   - since: The mark of the last listing that reached its end.
    ///   - set: If there is a set, everything is listed, since no header reports that a record left a set
    ///     (our decision).
    init(_ identification: Identification, since: Checkpoint?, set: String?) {
        deletions = identification.deletions
        let mark = since.flatMap { Datestamp.date($0.text) }
        from = deletions == .persistent && set == nil ? mark.map(identification.granularity.text) : nil
    }

    var scope: CatalogPage.Scope { from == nil ? .whole : .changes }

    /// Returns where the next listing may begin: a day before the first response of this one, by the
    /// repository's clock; nil if only everything can be listed (rule O4).
    ///
    /// The protocol needs an overlap of one granule: `from` is inclusive, and a change in the same second or
    /// on the same day as the response may be missing from it. A day serves both granularities, and also
    /// repositories whose index lags behind the datestamps (our decision).
    func mark(responseDate: String?) -> String? {
        guard deletions == .persistent, let date = responseDate.flatMap(Datestamp.date) else { return nil }
        return Granularity.second.text(date.addingTimeInterval(-86_400))
    }
}
