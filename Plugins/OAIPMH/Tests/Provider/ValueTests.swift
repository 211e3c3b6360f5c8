import ConnectorKit
import Testing

@testable import OAIPMH

@Suite("Values in records")
struct ValueTests {
    @Test(
        "the identifier that opens the record best is used",
        arguments: [
            (["https://x.example/1"], "https://x.example/1"),
            (["ISSN 1234-5678", "https://x.example/1"], "https://x.example/1"),
            (
                ["https://x.example/a.pdf", "https://x.example/1", "https://x.example/2"],
                "https://x.example/1"
            ),
            (["https://x.example/a.PDF"], "https://x.example/a.PDF"),
            (["https://x.example/a.pdf", "doi:10.5/x"], "https://doi.org/10.5/x"),
            (["doi:10.5/x", "https://x.example/1"], "https://x.example/1"),
            (["10.1000/182"], "https://doi.org/10.1000/182"),
            (["DOI: 10.1000/182"], "https://doi.org/10.1000/182"),
            (["info:doi/10.1000/182"], "https://doi.org/10.1000/182"),
            (["https://dx.doi.org/10.1000/182"], "https://dx.doi.org/10.1000/182"),
            (["doi:10.1002/a<b>#c%d é"], nil),
            (["doi:10.1002/a<b>#c%dé"], "https://doi.org/10.1002/a%3Cb%3E%23c%25d%C3%A9"),
            (["urn:nbn:de:101:1-2", "x"], "https://nbn-resolving.org/urn:nbn:de:101:1-2"),
            (["www.x.example/1"], "https://www.x.example/1"),
            (["DOI 10.1234/abc"], "https://doi.org/10.1234/abc"),
            (["URL: http://x.example/1"], "http://x.example/1"),
            (["url:www.x.example"], "https://www.x.example"),
            (["https://x.example/?a=1&amp;amp;b=2&amp;c=3"], "https://x.example/?a=1&b=2&c=3"),
            (["<https://x.example/1>"], "https://x.example/1"),
            (["URL: none", "doi:10.5/x"], "https://doi.org/10.5/x"),
            (["hdl:1721.1/42"], "https://hdl.handle.net/1721.1/42"),
            (["HTTP://X.example"], "HTTP://X.example"),
            (["x.example/1"], nil), (["ftp://x.example/1"], nil), (["https:///1"], nil),
            (["https://x.example/a b"], "https://x.example/a%20b"), (["javascript:alert(1)"], nil),
            (["10.5"], nil),
            (["doi:"], nil),
            (["10.5/"], nil), ([], nil),
        ] as [([String], String?)])
    func launchAddress(identifiers: [String], expected: String?) {
        #expect(LaunchAddress.best(of: identifiers) == expected)
    }

    @Test(
        "a language code becomes the tag of BCP 47",
        arguments: [
            ("en", "en"), ("eng", "en"), ("ENG", "en"), ("ger", "de"), ("deu", "de"), ("fre", "fr"),
            ("dut", "nl"), ("chi", "zh"), ("cmn", "cmn"), ("gsw", "gsw"), ("en_US", "en-US"),
            ("eng-GB", "en-GB"), ("zh-hant", "zh-Hant"), (" fr ", "fr"), ("und", nil), ("mul", nil),
            ("zxx", nil), ("English", nil), ("Deutsch", nil), ("", nil), ("deu/ger", "de"), ("en; fr", "en"),
            ("und, eng", "en"), ("English; en", "en"), ("fr de", "fr"), ("Not in English", nil), ("/;", nil),
            ("http://id.loc.gov/vocabulary/iso639-2/eng", "en"), ("http://lexvo.org/id/iso639-3/deu", "de"),
            ("https://id.loc.gov/vocabulary/languages/fre/", "fr"), ("http://", nil),
        ] as [(String, String?)])
    func language(text: String, expected: String?) {
        #expect(LanguageCode.tag(in: text) == expected)
    }

    @Test(
        "a datestamp is read as what it is, in UTC",
        arguments: [
            ("2024-05-31", "2024-05-31T00:00:00Z"), ("2024-05-31T13:20:30Z", "2024-05-31T13:20:30Z"),
            ("2024-05-31T13:20:30", "2024-05-31T13:20:30Z"), ("2024-05-31 13:20:30", "2024-05-31T13:20:30Z"),
            (" 2024-05-31T13:20Z\n", "2024-05-31T13:20:00Z"), ("2024-05-31 13:20", "2024-05-31T13:20:00Z"),
            ("2024-05-31T15:20:30+02:00", "2024-05-31T13:20:30Z"),
            ("2024-05-31 15:20:30 +0200", "2024-05-31T13:20:30Z"),
            ("2024-05-31 13:20:30 UTC", "2024-05-31T13:20:30Z"),
            ("2024-05-31T13:20:30.5", "2024-05-31T13:20:30.500Z"), ("2024-05", "2024-05-01T00:00:00Z"),
            ("2024", "2024-01-01T00:00:00Z"), ("20240531", "2024-05-31T00:00:00Z"),
            ("20240531T132030Z", "2024-05-31T13:20:30Z"), ("2024/05/31", "2024-05-31T00:00:00Z"),
            ("yesterday", nil), ("", nil), ("2024-13-01", nil), ("2024-02-30", nil), ("31.05.2024", nil),
            ("2024-05-31T25:00:00Z", nil), ("202405", nil), ("2024-05-31T", "2024-05-31T00:00:00Z"),
        ] as [(String, String?)])
    func datestamp(text: String, expected: String?) {
        #expect(Datestamp.date(text).map(Timestamp.text) == expected)
    }

    @Test(
        "a duration becomes minutes, rounded up",
        arguments: [
            ("PT45M", 45), ("PT1H30M", 90), ("PT90S", 2), ("P1DT1H", 1_500), ("P2W", 20_160), ("PT0.5H", 30),
            ("pt0,5h", 30), ("PT1H30M30S", 91), ("P0Y0M0DT1H", 60), ("PT0S", nil), ("P1M", nil), ("P1Y", nil),
            ("P", nil), ("PT", nil), ("45 min", nil), ("PT5", nil), ("PTM", nil), ("P1H", nil), ("", nil),
            ("PT99999999999999999999H", nil),
        ] as [(String, Int?)])
    func duration(text: String, expected: Int?) {
        #expect(ISODuration.minutes(text) == expected)
    }

    @Test(
        "a vCard yields the name of its person or organization",
        arguments: [
            ("BEGIN:VCARD\nVERSION:3.0\nFN:Ada Vogel\nN:Vogel;Ada\nEND:VCARD", "Ada Vogel"),
            ("begin:vcard\r\nfn;charset=UTF-8:Ada\r\n  Vogel\r\nend:vcard", "Ada Vogel"),
            ("BEGIN:VCARD\nN:Vogel;Ada;;Dr.\nEND:VCARD", "Ada Vogel"),
            ("BEGIN:VCARD\nFN:\nORG:Vogel\\; Sons\\, Ltd;Sales\nEND:VCARD", "Vogel; Sons, Ltd"),
            ("BEGIN:VCARD VERSION:3.0 FN:Ada Vogel N:Vogel;Ada END:VCARD", "Ada Vogel"),
            ("BEGIN:VCARD\nitem1.FN:Ada\nEND:VCARD", "Ada"), ("Ada Vogel", "Ada Vogel"),
            ("BEGIN:VCARD\nEMAIL:a@x.example\nEND:VCARD", nil), ("", nil),
        ] as [(String, String?)])
    func card(text: String, expected: String?) {
        #expect(VCard.name(text) == expected)
    }

    @Test(
        "types of several vocabularies are recognized",
        arguments: [
            (["Text"], .text), (["http://purl.org/dc/dcmitype/MovingImage"], .video),
            (["Still Image"], .image),
            (["info:eu-repo/semantics/doctoralThesis"], .text), (["Sound"], .audio), (["lecture"], .course),
            (["narrative text"], .text), (["self assessment"], .interactive), (["PhysicalObject"], .other),
            (["NonPeerReviewed", "Dataset"], .dataset), (["video/mp4"], .video),
            (["Miscellanea", "application/pdf"], .text), (["application/epub+zip"], .book),
            (["application/octet-stream"], .other), (["video/mp4", "Software"], .software), ([], .other),
        ] as [([String], ResourceType)])
    func type(texts: [String], expected: ResourceType) {
        #expect(ResourceType(of: texts) == expected)
    }

    @Test(
        "a description is HTML if it has a tag, otherwise plain text",
        arguments: [
            ("Plain & simple", "Plain & simple"), ("<p>Marked & up</p>", "<p>Marked & up</p>"),
            ("n < 100 and p > 0.05", "n &lt; 100 and p &gt; 0.05"), ("a <3 b>", "a &lt;3 b&gt;"),
            ("One\nand\n\nTwo", "<p>One\nand</p><p>Two</p>"), ("One\r\n\r\n\r\nTwo", "<p>One</p><p>Two</p>"),
            ("<", "&lt;"), ("a</b>", "a</b>"),
        ])
    func description(text: String, expected: String) {
        #expect(descriptionMarkup(text) == expected)
    }
}
