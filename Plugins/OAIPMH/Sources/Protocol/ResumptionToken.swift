import ConnectorKit
import Foundation
import Markup

/// The token at the end of an incomplete list (OAI-PMH 2.0 section 3.5).
struct ResumptionToken: Equatable {
    /// The token of the next page; nil at the end of the list.
    let text: String?
    /// The size of the complete list, if the repository states it: an estimate (rule O2).
    let completeListSize: Int?

    init(_ tree: XMLTree) {
        let trimmed = tree.text.trimmed
        text = trimmed.isEmpty ? nil : trimmed
        completeListSize = tree.attributes["completeListSize"].flatMap { Int($0) }.flatMap {
            $0 < 0 ? nil : $0
        }
    }
}
