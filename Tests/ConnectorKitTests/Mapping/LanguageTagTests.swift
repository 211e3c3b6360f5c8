import ConnectorKit
import Testing

@Suite("Language tags")
struct LanguageTagTests {
    @Test(
        "a tag gets its usual case",
        arguments: [
            ("en", "en"), ("EN", "en"), ("en-us", "en-US"), ("en_US", "en-US"), ("ZH-hant", "zh-Hant"),
            ("zh_hant-tw", "zh-Hant-TW"), ("es-419", "es-419"), ("sl-ROZAJ-biske", "sl-rozaj-biske"),
            ("de-ch-1996", "de-CH-1996"), ("de-de-U-CO-phonebk", "de-DE-u-co-phonebk"),
            ("en-ca-X-CA", "en-CA-x-ca"), ("en-x-a", "en-x-a"), ("zh-cmn-hans-cn", "zh-cmn-Hans-CN"),
            ("fil", "fil"), ("sr-Latn-RS", "sr-Latn-RS"), ("en-a-bb-b-cc", "en-a-bb-b-cc"),
        ])
    func usualCase(_ written: String, _ usual: String) {
        #expect(LanguageTag(written)?.text == usual)
    }

    @Test(
        "a text that is not a language's tag is nil",
        arguments: [
            "", "e", "-", "en-", "-en", "en--us", "en us", " en", "en\n", "12", "en-a", "en-x", "en-a-b-cc",
            "en-us-us", "en-us-hant", "abcdefghi", "en-abcdefghi", "dé", "en-ü", "english (UK)", "x-private",
            "i-default", "en-12", "multi language", "*",
        ])
    func none(_ written: String) {
        #expect(LanguageTag(written) == nil)
    }

    @Test(
        "a tag matches itself and narrower tags, ignoring case",
        arguments: [
            ("en", "en", true), ("en", "en-US", true), ("en", "EN-gb", true), ("en-US", "en-us", true),
            ("en-US", "en", false), ("en-US", "en-GB", false), ("en", "eng", false),
            ("zh-Hant", "zh-hant-TW", true),
            ("en", "", false),
        ])
    func matches(_ range: String, _ tag: String, _ isMatch: Bool) throws {
        #expect(try #require(LanguageTag(range)).matches(tag) == isMatch)
    }
}
