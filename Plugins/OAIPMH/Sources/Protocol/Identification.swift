import ConnectorKit
import Foundation
import Markup

/// The relevant parts of a repository's response to Identify (OAI-PMH 2.0 section 4.2).
struct Identification: Equatable {
    let protocolVersion: String
    let deletions: DeletionPolicy
    let granularity: Granularity
    /// The time of the response, by the repository's clock.
    var date: Date?

    init(_ tree: XMLTree) {
        func text(_ name: String) -> String {
            (tree.child(Answer.name(name))?.text ?? "").trimmed
        }
        protocolVersion = text("protocolVersion")
        deletions = DeletionPolicy(rawValue: text("deletedRecord").lowercased()) ?? .no
        granularity = text("granularity").contains("T") ? .second : .day
    }
}

/// How a repository records deletions (OAI-PMH 2.0 section 2.5.1).
///
/// Only persistent records show all deletions since a given day. So only they allow a listing of changes, and
/// only their headers archive courses (rule O3). Otherwise only a complete listing shows what was deleted. A
/// repository that does not say counts as ``no``.
enum DeletionPolicy: String, Codable {
    case no, transient, persistent
}

/// The granularity of datestamps (OAI-PMH 2.0 section 3.3). Every repository accepts days, so they are used
/// if it does not say.
enum Granularity {
    case day, second

    /// Returns a time as an argument. A day is its first ten characters.
    func text(_ date: Date) -> String {
        let seconds = Date(timeIntervalSince1970: date.timeIntervalSince1970.rounded(.down))
        let text = Timestamp.text(seconds)
        return self == .second ? text : String(text.prefix(10))
    }
}
