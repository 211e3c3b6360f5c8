import ConnectorKit

/// One of the languages a course may have in 360Learning: a closed list, in an underscore form of its own
/// (rule D16).
struct PlatformLanguage: Sendable, Hashable {
    /// As the platform writes it, such as `pt_BR`.
    let code: String

    static let english = PlatformLanguage(code: "en")

    private init(code: String) { self.code = code }

    /// Their name for a language: the exact one, else the tag's with subtags taken off from its end, down to
    /// the language alone (RFC 4647 section 3.4); else the same for the language's other code; nil if they have
    /// none of these.
    ///
    /// If they have a language under the name of one region only, as `he_IL`, that name stands for the
    /// language alone (our decision).
    init?(_ tag: LanguageTag) {
        var subtags = tag.text.lowercased().split(separator: "-").map(String.init)
        // `zh-cmn-Hant` is another spelling of `cmn-Hant` (RFC 5646 section 4.5).
        if subtags.count > 1, subtags[0] == "zh", Self.otherCodes[subtags[1]] == "zh" {
            subtags.remove(at: 1)
        }
        guard let language = subtags.first else { return nil }
        let spellings = [subtags] + (Self.otherCodes[language].map { [[$0] + subtags.dropFirst()] } ?? [])
        guard let code = spellings.lazy.compactMap(Self.code).first else { return nil }
        self.init(code: code)
    }

    private static func code(_ subtags: [String]) -> String? {
        for count in stride(from: subtags.count, to: 0, by: -1) {
            if let code = codes[subtags.prefix(count).joined(separator: "_")] { return code }
        }
        return codeOfLanguage[subtags[0]]
    }

    /// Their name for a course's language.
    ///
    /// - Parameter fallback: if the course has none, or none that they know.
    init(_ language: String?, fallback: PlatformLanguage) {
        self = language.flatMap { LanguageTag($0) }.flatMap { PlatformLanguage($0) } ?? fallback
    }

    static let all = [
        "am_ET", "ar", "bg", "bn", "bs", "ca", "cs", "cy", "da", "de", "el", "en", "en_CA", "en_GB", "es",
        "es_AR", "es_MX", "et", "fi", "fr", "fr_CA", "gu", "he_IL", "hi", "hr", "ht_HT", "hu", "hy", "id",
        "it", "ja", "kar_MM", "kk", "km", "ko", "lo", "lt", "lv", "mh_MH", "mi", "mn_MN", "mr", "ms",
        "my_MM", "nl", "nl_BE", "nn_NO", "no", "or", "pa", "pl", "pt", "pt_BR", "pt_MZ", "rn_BI", "ro",
        "ru", "rw_RW", "si", "sk", "sl", "so_SO", "sr", "sv", "sw_KE", "ta", "te", "th", "ti_ET", "tl_PH",
        "tr", "uk", "ur", "uz", "vi", "yo_NG", "zh", "zh_HANT", "zh_tw",
    ]

    private static let codes = Dictionary(all.map { ($0.lowercased(), $0) }) { first, _ in first }

    /// The languages they have under the name of one region only.
    private static let codeOfLanguage: [String: String] = {
        let regional = Dictionary(grouping: all.filter { $0.contains("_") }) { code in
            String(code.prefix { $0 != "_" })
        }
        return regional.compactMapValues { $0.count == 1 ? $0[0] : nil }.filter { codes[$0.key] == nil }
    }()
}
