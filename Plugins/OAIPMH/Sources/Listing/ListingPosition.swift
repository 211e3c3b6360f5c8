import ConnectorKit
import Foundation

/// The position of a listing between two pages, stored in a checkpoint.
struct ListingPosition: Equatable {
    /// The number of pages received so far.
    var pages = 0
    /// The number of their records.
    var rows = 0
    /// The last completeListSize that was stated.
    var size: Int?
    /// The repository's policy, which decides whether headers archive.
    let deletions: DeletionPolicy
    let scope: CatalogPage.Scope
    /// The mark for the next listing, once this one has ended.
    var mark: ChangeMark?
    /// The token of the next page; nil before the first.
    var token: String?

    init(deletions: DeletionPolicy, scope: CatalogPage.Scope, mark: ChangeMark?) {
        self.deletions = deletions
        self.scope = scope
        self.mark = mark
    }

    /// Parses `pages rows size deletions scope mark token`, with `-` for no size and no mark; nil if the text is
    /// malformed. A token comes from XML, which has no control characters (XML 1.0 section 2.2).
    init?(_ checkpoint: Checkpoint) {
        let parts = checkpoint.text.split(separator: " ", maxSplits: 6, omittingEmptySubsequences: false)
        guard parts.count == 7, let pages = Int(parts[0]), let rows = Int(parts[1]),
            let deletions = DeletionPolicy(rawValue: String(parts[3])),
            ["whole", "changes"].contains(parts[4]), !parts[6].isEmpty,
            parts[6].unicodeScalars.allSatisfy({ $0.value >= 32 })
        else { return nil }
        let (size, mark) = (Int(parts[2]), ChangeMark(String(parts[5])))
        guard size != nil || parts[2] == "-", mark != nil || parts[5] == "-" else { return nil }
        self.init(deletions: deletions, scope: parts[4] == "whole" ? .whole : .changes, mark: mark)
        (self.pages, self.rows, self.size, token) = (pages, rows, size, String(parts[6]))
    }

    /// Nil at the end of the listing.
    var checkpoint: Checkpoint? {
        guard let token else { return nil }
        let scope = scope == .whole ? "whole" : "changes"
        let size = size.map(String.init) ?? "-"
        return Checkpoint(
            "\(pages) \(rows) \(size) \(deletions.rawValue) \(scope) \(mark?.text ?? "-") \(token)")
    }
}
