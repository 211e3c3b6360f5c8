import Foundation

/// Languages as services write them: ISO 639-1, 639-2 or 639-3 codes, or BCP 47 tags.
public enum LanguageCode {
    /// Returns the first tag in a text that may hold several, such as `deu/ger` and `en; fr`, or be the address of
    /// a code, such as `http://id.loc.gov/vocabulary/iso639-2/eng`.
    public static func tag(in text: String) -> String? {
        if text.contains("://") {
            return text.split { $0 == "/" || $0 == "#" }.last.flatMap { tag(String($0)) }
        }
        for part in text.split(whereSeparator: { "/;,|".contains($0) }) {
            let words = part.split(whereSeparator: \.isWhitespace).map { tag(String($0)) }
            // Not each short word of a sentence is a code.
            if !words.contains(nil), let first = words.first { return first }
        }
        return nil
    }

    /// Returns the BCP 47 tag, with the two-letter code if there is one (RFC 5646 section 2.2.1).
    ///
    /// - Returns: Nil for names, such as `English`, and for codes that name no single language.
    public static func tag(_ text: String) -> String? {
        guard let tag = LanguageTag(text.trimmed)?.text else {
            return nil
        }
        let primary = tag.prefix { $0 != "-" }
        guard primary.count <= 3, !unspecific.contains(String(primary)) else { return nil }
        guard primary.count == 3 else { return tag }
        let code = terminological[String(primary)] ?? String(primary)
        let short = Locale.LanguageCode(code).identifier(.alpha2) ?? code
        return short + tag.dropFirst(primary.count)
    }

    /// Undetermined, multiple, uncoded, and no linguistic content.
    private static let unspecific: Set<String> = ["und", "mul", "mis", "zxx"]

    /// The twenty languages with two codes in ISO 639-2: the bibliographic code, and the one that the other
    /// parts of the standard use.
    private static let terminological = [
        "alb": "sqi", "arm": "hye", "baq": "eus", "bur": "mya", "chi": "zho", "cze": "ces", "dut": "nld",
        "fre": "fra", "geo": "kat", "ger": "deu", "gre": "ell", "ice": "isl", "mac": "mkd", "mao": "mri",
        "may": "msa", "per": "fas", "rum": "ron", "slo": "slk", "tib": "bod", "wel": "cym",
    ]
}
