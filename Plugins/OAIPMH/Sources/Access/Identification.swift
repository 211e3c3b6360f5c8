import ConnectorKit
import Foundation
import Markup

/// What a repository says of itself (OAI-PMH 2.0 section 4.2), as far as it matters here.
struct Identification: Equatable {
    let protocolVersion: String
    let deletions: DeletionPolicy
    let granularity: Granularity

    init(_ tree: XMLTree) {
        func text(_ name: String) -> String {
            (tree.child(Answer.name(name))?.text ?? "").trimmed
        }
        protocolVersion = text("protocolVersion")
        deletions = DeletionPolicy(rawValue: text("deletedRecord").lowercased()) ?? .no
        granularity = text("granularity").contains("T") ? .second : .day
    }
}

/// How a repository keeps track of what was deleted (OAI-PMH 2.0 section 2.5.1).
///
/// Only what is kept for good can tell all that went since some day, so only then is a listing of changes
/// enough, and only then do headers archive. Otherwise what is gone shows in a complete listing alone.
/// A repository that does not say counts as ``no``.
enum DeletionPolicy: String {
    case no, transient, persistent
}

/// How fine datestamps are (OAI-PMH 2.0 section 3.3). Every repository takes days, so one that does not say
/// is asked by the day.
enum Granularity {
    case day, second

    /// A time as an argument: days are the first ten characters.
    func text(_ date: Date) -> String {
        let seconds = Date(timeIntervalSince1970: date.timeIntervalSince1970.rounded(.down))
        let text = Timestamp.text(seconds)
        return self == .second ? text : String(text.prefix(10))
    }
}
