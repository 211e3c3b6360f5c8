import ConnectorKit

/// The position of a listing between two pages, stored in a checkpoint.
struct ListingPosition: Equatable {
    /// The number of pages received so far.
    let pages: Int
    /// The repository's policy, which decides whether headers archive.
    let deletions: DeletionPolicy
    let scope: CatalogPage.Scope
    /// The mark for the next listing, once this one has ended.
    let mark: String?
    /// The token of the next page.
    let token: String

    init(pages: Int, deletions: DeletionPolicy, scope: CatalogPage.Scope, mark: String?, token: String) {
        self.pages = pages
        self.deletions = deletions
        self.scope = scope
        self.mark = mark
        self.token = token
    }

    /// Parses `pages deletions scope mark token`, with `-` for no mark; nil if the text is malformed. A token
    /// comes from XML, which has no control characters (XML 1.0 section 2.2).
    init?(_ checkpoint: Checkpoint) {
        let parts = checkpoint.text.split(separator: " ", maxSplits: 4, omittingEmptySubsequences: false)
        guard parts.count == 5, let pages = Int(parts[0]),
            let deletions = DeletionPolicy(rawValue: String(parts[1])),
            ["whole", "changes"].contains(parts[2]), !parts[3].isEmpty, !parts[4].isEmpty,
            parts[4].unicodeScalars.allSatisfy({ $0.value >= 32 })
        else { return nil }
        self.init(
            pages: pages, deletions: deletions, scope: parts[2] == "whole" ? .whole : .changes,
            mark: parts[3] == "-" ? nil : String(parts[3]), token: String(parts[4]))
    }

    var checkpoint: Checkpoint {
        let scope = scope == .whole ? "whole" : "changes"
        return Checkpoint("\(pages) \(deletions.rawValue) \(scope) \(mark ?? "-") \(token)")
    }
}
