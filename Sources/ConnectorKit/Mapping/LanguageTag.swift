/// A well-formed BCP 47 language tag, in the case RFC 5646 section 2.1.1 recommends.
public struct LanguageTag: Sendable, Hashable {
    public let text: String

    /// Nil where the text is no tag. Underscores are read as hyphens, since content systems write both.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let subtags =
            text.contains("_")
            ? text.split(separator: "_", omittingEmptySubsequences: false) : parts
        guard let primary = subtags.first, (2...8).contains(primary.utf8.count), Self.isAlphabetic(primary),
            subtags.allSatisfy({ (1...8).contains($0.utf8.count) && Self.isAlphanumeric($0) }),
            subtags.last.map({ $0.utf8.count > 1 }) ?? false
        else { return nil }
        var afterSingleton = false
        let cased = subtags.enumerated().map { index, subtag -> String in
            defer { if subtag.utf8.count == 1 { afterSingleton = true } }
            if index == 0 || afterSingleton { return subtag.lowercased() }
            switch (subtag.utf8.count, Self.isAlphabetic(subtag)) {
            case (2, true): return subtag.uppercased()
            case (4, true): return subtag.prefix(1).uppercased() + subtag.dropFirst().lowercased()
            default: return subtag.lowercased()
            }
        }
        self.text = cased.joined(separator: "-")
    }

    /// RFC 4647 basic filtering: whether this tag, as a language range, takes `tag`. Ignores case.
    public func takes(_ tag: String) -> Bool {
        let range = text.lowercased()
        let tag = tag.lowercased()
        return tag == range || tag.hasPrefix(range + "-")
    }

    private static func isAlphabetic(_ text: Substring) -> Bool {
        text.utf8.allSatisfy { (65...90).contains($0) || (97...122).contains($0) }
    }

    private static func isAlphanumeric(_ text: Substring) -> Bool {
        text.utf8.allSatisfy { (65...90).contains($0) || (97...122).contains($0) || (48...57).contains($0) }
    }
}
