import ConnectorKit
import Foundation

/// Where and how the next listing asks for changes: the checkpoint of a listing that ended (rules O3, O4, O7).
struct ChangeMark: Codable, Equatable {
    /// The time since which changes are asked for.
    var from: Date
    /// The newest datestamp that was listed. A repository that has nothing since then does not understand `from`.
    var newest: Date?
    /// What the repository was found to refuse.
    var refusal = Refusal.nothing

    enum Refusal: Codable, Equatable {
        case nothing
        /// `from` with a time of day.
        case seconds
        /// Any `from`. It is tried again from then on, by the repository's clock.
        case everything(until: Date)
    }

    init(from: Date, newest: Date? = nil, refusal: Refusal = .nothing) {
        self.from = from
        self.newest = newest
        self.refusal = refusal
    }

    /// Parses ``text``; nil if it is malformed.
    init?(_ text: String) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard let first = parts.first, let from = Timestamp.date(String(first)) else { return nil }
        self.init(from: from)
        for part in parts.dropFirst() {
            let halves = part.split(separator: "=", maxSplits: 1)
            let date = halves.count == 2 ? Timestamp.date(String(halves[1])) : nil
            switch (halves.first, date) {
            case ("newest", let date?): newest = date
            case ("everything-until", let date?): refusal = .everything(until: date)
            case ("by-day", nil): refusal = .seconds
            default: return nil
            }
        }
    }

    /// `2024-05-01T10:20:30Z,newest=2024-04-30T00:00:00Z,by-day`
    var text: String {
        let refused: String? =
            switch refusal {
            case .nothing: nil
            case .seconds: "by-day"
            case .everything(let until): "everything-until=\(Timestamp.text(until))"
            }
        return [Timestamp.text(from), newest.map { "newest=\(Timestamp.text($0))" }, refused]
            .compactMap(\.self).joined(separator: ",")
    }
}
