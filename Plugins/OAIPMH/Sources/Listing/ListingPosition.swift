import ConnectorKit

/// The position of a listing between two pages, stored in a checkpoint.
struct ListingPosition: Codable, Equatable {
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

    /// Nil at the end of the listing.
    var checkpoint: Checkpoint? { token == nil ? nil : Checkpoint(of: self) }
}
