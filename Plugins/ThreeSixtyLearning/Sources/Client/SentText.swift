/// Text as it is sent.
enum SentText {
    /// Without NUL and the other control characters, but for tabs and line breaks (rule D25).
    static func clean(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        var clean = String.UnicodeScalarView()
        clean.append(contentsOf: text.unicodeScalars.filter { !isControl($0) })
        return String(clean)
    }

    /// Clean text without space around it; nil if nothing is left, since every text has at least one character.
    static func filled(_ text: String?) -> String? {
        guard let text = text.map(clean) else { return nil }
        let trimmed = text.drop { $0.isWhitespace }
        guard let end = trimmed.lastIndex(where: { !$0.isWhitespace }) else { return nil }
        return String(trimmed[...end])
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .control && !["\t", "\n", "\r"].contains(scalar)
    }
}
