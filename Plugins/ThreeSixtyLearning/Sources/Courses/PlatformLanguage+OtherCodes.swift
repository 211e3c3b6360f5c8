extension PlatformLanguage {
    /// Codes of languages whose name on the platform begins with another code: former ones and what the registry
    /// of RFC 5646 prefers to them, a language of a macrolanguage, and the codes of three letters (ISO 639-2, both
    /// sets, and ISO 639-3), which content systems write though RFC 5646 has shorter ones.
    static let otherCodes: [String: String] = [
        "iw": "he", "in": "id", "ji": "yi", "jw": "jv", "mo": "ro", "sh": "sr", "fil": "tl", "nb": "no",
        "cmn": "zh", "ory": "or",
        "amh": "am", "ara": "ar", "arm": "hy", "ben": "bn", "bos": "bs", "bul": "bg", "bur": "my",
        "cat": "ca",
        "ces": "cs", "chi": "zh", "cym": "cy", "cze": "cs", "dan": "da", "deu": "de", "dut": "nl",
        "ell": "el",
        "eng": "en", "est": "et", "fin": "fi", "fra": "fr", "fre": "fr", "ger": "de", "gre": "el",
        "guj": "gu",
        "hat": "ht", "hbs": "sr", "heb": "he", "hin": "hi", "hrv": "hr", "hun": "hu", "hye": "hy",
        "ind": "id",
        "ita": "it", "jpn": "ja", "kaz": "kk", "khm": "km", "kin": "rw", "kor": "ko", "lao": "lo",
        "lav": "lv",
        "lit": "lt", "mah": "mh", "mao": "mi", "mar": "mr", "may": "ms", "mol": "ro", "mon": "mn",
        "mri": "mi",
        "msa": "ms", "mya": "my", "nld": "nl", "nno": "nn", "nob": "no", "nor": "no", "ori": "or",
        "pan": "pa",
        "pol": "pl", "por": "pt", "ron": "ro", "rum": "ro", "run": "rn", "rus": "ru", "scc": "sr",
        "scr": "hr",
        "sin": "si", "slk": "sk", "slo": "sk", "slv": "sl", "som": "so", "spa": "es", "srp": "sr",
        "swa": "sw",
        "swe": "sv", "tam": "ta", "tel": "te", "tgl": "tl", "tha": "th", "tir": "ti", "tur": "tr",
        "ukr": "uk",
        "urd": "ur", "uzb": "uz", "vie": "vi", "wel": "cy", "yor": "yo", "zho": "zh",
    ]
}
