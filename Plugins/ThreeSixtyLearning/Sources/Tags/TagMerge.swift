import ConnectorKit

/// The tags a course is to have: those that people put there stay, the provider's follow the provider.
struct TagMerge: Equatable {
    /// All that the course is to have, those it has first.
    let tags: [String]
    /// Those that are there because of the provider alone.
    let owned: Set<String>
    /// Wanted, and without room.
    let leftOut: [String]

    /// A course takes 100 tags (rule D14).
    static let most = 100

    /// - Parameters:
    ///   - present: what the course has.
    ///   - wanted: what the provider gives it.
    ///   - owned: what earlier merges put there: a tag that was there before is a person's, even if the
    ///     provider gives the same one (rule T2).
    init(present: [String], wanted: [String], owned: Set<String>) {
        var tags = present.filter { !owned.contains($0) || wanted.contains($0) }
        var own = owned.intersection(tags)
        var leftOut: [String] = []
        for tag in wanted where !tags.contains(tag) && !leftOut.contains(tag) {
            guard tags.count < Self.most else {
                leftOut.append(tag)
                continue
            }
            tags.append(tag)
            own.insert(tag)
        }
        self.tags = tags
        self.owned = own
        self.leftOut = leftOut
    }
}
