import ConnectorKit

@testable import OAIPMH

extension ListingPosition {
    /// Reads `pages rows size deletions scope mark token`, with `-` for no size and no mark.
    init?(line: String) {
        let parts = line.split(separator: " ", maxSplits: 6).map(String.init)
        guard parts.count == 7, let pages = Int(parts[0]), let rows = Int(parts[1]),
            let deletions = DeletionPolicy(rawValue: parts[3]),
            let scope = CatalogPage.Scope(rawValue: parts[4])
        else { return nil }
        self.init(deletions: deletions, scope: scope, mark: ChangeMark(parts[5]))
        (self.pages, self.rows, size, token) = (pages, rows, Int(parts[2]), parts[6])
    }
}
