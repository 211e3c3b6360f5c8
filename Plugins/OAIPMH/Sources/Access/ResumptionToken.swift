import ConnectorKit
import Foundation
import Markup

/// What stands at the end of an incomplete list (OAI-PMH 2.0 section 3.5).
struct ResumptionToken: Equatable {
    /// The name of the next page; nil is the end of the list.
    let text: String?
    /// How many elements the complete list has, where the repository says so. It may be an estimate, and the
    /// last one counts.
    let completeListSize: Int?

    init(_ tree: XMLTree) {
        let trimmed = tree.text.trimmed
        text = trimmed.isEmpty ? nil : trimmed
        completeListSize = tree.attributes["completeListSize"].flatMap { Int($0) }.flatMap {
            $0 < 0 ? nil : $0
        }
    }
}
