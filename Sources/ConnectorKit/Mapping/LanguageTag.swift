/// A well-formed BCP 47 language tag, in the case that RFC 5646 section 2.1.1 recommends.
public struct LanguageTag: Sendable, Hashable {
    public let text: String

    /// Returns nil if the text is not a tag. Underscores count as hyphens, since content systems write both.
    ///
    /// Tags that name no language, such as `x-private` and `i-default`, are rejected (our decision).
    public init?(_ text: String) {
        let subtags = text.split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "_" }
        guard subtags.allSatisfy({ (1...8).contains($0.utf8.count) && Self.isAlphanumeric($0) }),
            Self.isWellFormed(subtags)
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

    /// Whether `tag` matches this tag as a language range, ignoring case (rule F2).
    public func matches(_ tag: String) -> Bool {
        let range = text.lowercased()
        let tag = tag.lowercased()
        return tag == range || tag.hasPrefix(range + "-")
    }

    /// Whether the subtags are in the order of RFC 5646 section 2.1.
    private static func isWellFormed(_ subtags: [Substring]) -> Bool {
        var rest = subtags[...]
        func consume(_ fits: (Substring) -> Bool) -> Bool {
            guard let next = rest.first, fits(next) else { return false }
            rest = rest.dropFirst()
            return true
        }
        func letters(_ lengths: ClosedRange<Int>) -> (Substring) -> Bool {
            { lengths.contains($0.utf8.count) && isAlphabetic($0) }
        }
        func isDigit(_ subtag: Substring) -> Bool { subtag.utf8.first.map { $0 < 0x3A } ?? false }

        let length = subtags.first?.utf8.count ?? 0
        guard consume(letters(2...8)) else { return false }
        if length <= 3 {
            var extensions = 0
            while extensions < 3, consume(letters(3...3)) { extensions += 1 }
        }
        _ = consume(letters(4...4))
        _ = consume(letters(2...2)) || consume { $0.utf8.count == 3 && Int($0) != nil }
        while consume({ $0.utf8.count >= 5 || ($0.utf8.count == 4 && isDigit($0)) }) {}
        while consume({ $0.utf8.count == 1 && $0.lowercased() != "x" }) {
            guard consume({ $0.utf8.count >= 2 }) else { return false }
            while consume({ $0.utf8.count >= 2 }) {}
        }
        if consume({ $0.lowercased() == "x" }) { return !rest.isEmpty }
        return rest.isEmpty
    }

    private static func isAlphabetic(_ text: Substring) -> Bool {
        text.utf8.allSatisfy { (65...90).contains($0) || (97...122).contains($0) }
    }

    private static func isAlphanumeric(_ text: Substring) -> Bool {
        text.utf8.allSatisfy { (65...90).contains($0) || (97...122).contains($0) || (48...57).contains($0) }
    }
}
