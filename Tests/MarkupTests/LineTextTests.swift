import ConnectorKit
import Markup
import Testing

@Suite("Titles and other lines")
struct LineTextTests {
    @Test(
        "a line is what people read: references decoded once, no tags, no white space to spare",
        arguments: [
            ("First aid", "First aid"),
            ("Sécurité — 安全の基本 👩‍🚒", "Sécurité — 安全の基本 👩‍🚒"),
            ("Caf&eacute;", "Café"),
            ("<b>Caf&eacute;</b>", "Café"),
            ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
            ("The &lt;em&gt; tag", "The <em> tag"),
            ("&#233;&#xE9;&#XE9;&#233", "éééé"),
            ("It&#146;s &#x80;5", "It’s €5"),
            ("&ccaron;&comma; &NotEqualTilde;", "č, ≂̸"),
            ("R&D, AT&T & Q&A", "R&D, AT&T & Q&A"),
            ("&unknown; &; &#; &#x; &eacute", "&unknown; &; &#; &#x; &eacute"),
            ("&copy 2020 &copy; 2021", "&copy 2020 © 2021"),
            ("&#xD800;&#x110000;&#99999999999;", "\u{FFFD}\u{FFFD}\u{FFFD}"),
            ("<em>Really</em> <STRONG class=\"x\">new</STRONG>", "Really new"),
            ("H<sub>2</sub>O", "H2O"),
            ("One<br>two<br/>three", "One two three"),
            ("<p>One</p><p>two</p>", "One two"),
            ("<ul><li>One<li>two</ul>", "One two"),
            ("<script>steal()</script>Safe<style>x{}</style>", "Safe"),
            ("<!-- note -->Title<!DOCTYPE html>", "Title"),
            ("The <video> tag", "The tag"),
            ("<o:p>Word</o:p> <my-tag>custom</my-tag>", "Word custom"),
            ("a < b and c > d", "a < b and c > d"),
            ("a<b", "a<b"),
            ("I <3 safety", "I <3 safety"),
            ("x<y and z>w", "x<y and z>w"),
            ("List<String> in Java", "List<String> in Java"),
            ("Ann <ann@example.com>", "Ann <ann@example.com>"),
            ("<- back <= 5 <> <", "<- back <= 5 <> <"),
            ("Wow <!", "Wow <!"),
            ("What <? now", "What <? now"),
            ("  two\t words\r\n and&#10;more  ", "two words and more"),
            ("\u{A0}&nbsp;kept&nbsp;together\u{3000}", "kept\u{A0}together"),
            ("cut\u{0}here\u{1B}[31m&#0;&#27;\u{85}\u{FFFE}", "cuthere[31m"),
            ("one\u{2028}two \u{2029} three", "one two three"),
            ("\u{202E}gnol", "gnol"),
            ("x\"\u{301}'", "x\"\u{301}'"),
        ])
    func line(text: String, line: String) {
        #expect(lineText(text) == line)
    }

    @Test(
        "a line with nothing to see is empty",
        arguments: [
            "", " ", "\u{A0}", "&nbsp;", "\u{3000}\u{2003}", "\u{200B}\u{FEFF}", "&#8203;", "<p></p>", "<br>",
            "\u{0}",
            "\u{200D}\u{2060}", "\u{3164}", "<script>x</script>", "<!-- x -->", "\u{202E}",
        ])
    func blank(text: String) {
        #expect(lineText(text).isEmpty)
    }

    @Test("the references of a description are decoded once, whether or not there is a tag beside them")
    func descriptions() {
        let words = "Caf&eacute; &amp;lt; &ccaron; &#146; R&D &unknown; &lt;b&gt; a < b, I <3 it"
        let clean = "Café &amp;lt; č ’ R&amp;D &amp;unknown; &lt;b&gt; a &lt; b, I &lt;3 it"
        #expect(cleanHTML(words) == clean)
        #expect(cleanHTML("<p>\(words)</p>") == "<p>\(clean)</p>")
        #expect(
            cleanHTML("<a href=\"https://x.example/?a=1&amp;b=2&copy=3\">x</a>")
                == "<a href=\"https://x.example/?a=1&amp;b=2&amp;copy=3\">x</a>")
    }

    @Test("control characters are found, raw and as references")
    func controls() {
        #expect(controlCharacters(in: "plain\t text\r\n, é 安 &eacute; &#9;").isEmpty)
        let found = controlCharacters(in: "\u{0}a&#0;é\u{1B}\u{7F}&#x1b;安\u{85}\u{FFFF}&amp;#0;")
        #expect(found.map(\.value) == [0, 0, 0x1B, 0x7F, 0x1B, 0x85, 0xFFFF])
    }

    @Test("of random soup no tag of HTML stays, and a line that was cleaned is stable but for its references")
    func soup() {
        var random = SeededRandom(seed: 77)
        let pieces = [
            "<em>", "</em>", "<b", ">", "<", "</", "&amp;", "&lt;", "&", ";", "#", "x", "<p>", "<br/>", "\0",
            "é", " ",
            "<script>", "</script>", "<!--", "-->", "<td>", "\"", "=", "<3", "&#60;", "em", "\u{A0}",
        ]
        for _ in 0..<3_000 {
            let soup = (0..<random.number(1...20)).map { _ in random.pick(pieces) }.joined()
            let line = lineText(soup)
            #expect(!line.unicodeScalars.contains { $0.value < 0x20 }, "\(soup.debugDescription)")
            #expect(
                line == lineText("<span>\(soup)") || soup.contains("<!--") || soup.contains("<script"),
                "\(soup.debugDescription)")
        }
    }
}
