import ConnectorKit
import Foundation

/// How to list the records: all of them, or only changes since the last listing (rules O3 and O7).
struct ListingPlan {
    /// The repository's policy, which decides whether headers archive.
    let deletions: DeletionPolicy
    /// Where changes begin; nil if everything is listed.
    let changes: ChangeMark?
    /// The granularities of `from` to try, in order.
    let granularities: [Granularity]
    /// What earlier listings found that the repository refuses.
    let refusal: ChangeMark.Refusal
    private let isRepeatable: Bool

    /// - Parameters:
    ///   - since: The mark of the last listing that reached its end.
    ///   - set: If there is a set, everything is listed, since no header reports that a record left a set
    ///     (our decision).
    init(_ identification: Identification, since: Checkpoint?, set: String?) {
        deletions = identification.deletions
        isRepeatable = deletions == .persistent && set == nil
        let mark = isRepeatable ? since.flatMap { ChangeMark($0.text) } : nil
        if case .everything(let until)? = mark?.refusal, identification.date.map({ $0 < until }) ?? true {
            refusal = .everything(until: until)
            changes = nil
            granularities = []
            return
        }
        refusal = mark?.refusal == .seconds ? .seconds : .nothing
        changes = mark
        granularities =
            identification.granularity == .second && refusal == .nothing ? [.second, .day] : [.day]
    }

    /// Returns where the next listing may begin: a day before the first response of this one, by the
    /// repository's clock; nil if only everything can be listed (rule O4).
    ///
    /// The protocol needs an overlap of one granule: `from` is inclusive, and a change in the same second or
    /// on the same day as the response may be missing from it. A day serves both granularities, and also
    /// repositories whose index lags behind the datestamps (our decision).
    func mark(responseDate: String?, newest: Date? = nil, refusal: ChangeMark.Refusal) -> ChangeMark? {
        guard deletions == .persistent, let date = responseDate.flatMap(Datestamp.date) else { return nil }
        return ChangeMark(from: date.addingTimeInterval(-86_400), newest: newest, refusal: refusal)
    }

    /// How long `from` is not tried again after a repository refused it: a week (our decision).
    static func refused(responseDate: String?) -> ChangeMark.Refusal {
        let date = responseDate.flatMap(Datestamp.date)
        return date.map { .everything(until: $0.addingTimeInterval(7 * 86_400)) } ?? .nothing
    }
}
