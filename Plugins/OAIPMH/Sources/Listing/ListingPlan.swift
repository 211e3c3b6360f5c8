import ConnectorKit
import Foundation

/// How the records are listed: all of them, or what changed since the last listing.
struct ListingPlan: Equatable {
    /// Whether headers archive.
    let deletions: DeletionPolicy
    /// The datestamp a listing of changes begins at.
    let from: String?

    /// - Parameters:
    ///   - since: the mark of the last listing that came to its end.
    ///   - set: with a set everything is listed, since a record that leaves a set is told of nowhere
    ///     (our decision).
    init(_ identification: Identification, since: Checkpoint?, set: String?) {
        deletions = identification.deletions
        let mark = since.flatMap { Datestamp.date($0.text) }
        from = deletions == .persistent && set == nil ? mark.map(identification.granularity.text) : nil
    }

    var scope: CatalogPage.Scope { from == nil ? .whole : .changes }

    /// Where the next listing may take up: a day before the first answer of this one, by the repository's own
    /// clock; nil where nothing but everything can be listed.
    ///
    /// The protocol needs an overlap of its granularity, since `from` is inclusive and what changes in the
    /// same second or on the same day as the answer may be missing from it. A day serves both granularities,
    /// and those repositories too whose index lags behind the datestamps (our decision).
    func mark(responseDate: String?) -> String? {
        guard deletions == .persistent, let date = responseDate.flatMap(Datestamp.date) else { return nil }
        return Granularity.second.text(date.addingTimeInterval(-86_400))
    }
}
