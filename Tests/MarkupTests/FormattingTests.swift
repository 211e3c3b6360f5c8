import ConnectorKit
import Markup
import Testing

@Suite("What cleaning keeps and repairs")
struct FormattingTests {
    @Test(
        "clean HTML stays the same, byte for byte",
        arguments: [
            "", "a", "Plain text, with \"quotes\" and 'apostrophes'.", "two\nlines\tand  spaces",
            "é 中 😀 \u{A0}",
            "<p>a</p>\n\n<p>b</p>", "<p>a<br>b</p>", "a<br>b", "AT&amp;T &lt;b&gt;",
            "<p><strong>a</strong> <b>b</b> <em>c</em> <i>d</i> <u>e</u></p>",
            "<b><i>a</i> b</b>", "<p>a <strong>b <em>c</em></strong>, d</p>",
            "<ul>\n<li>a</li>\n<li>b <b>c</b></li>\n</ul>", "<ol><li>a<ul><li>b</li></ul></li></ol>",
            "<ul><li><p>a</p><p>b</p></li></ul>", "<p>a</p> text between <p>b</p>", "<ul></ul>",
            "<a href=\"https://example.com/?a=1&amp;b=2#c\">a</a>",
            "<a href=\"HTTP://example.com:8080\">a</a>",
            "<p><a href=\"https://example.com\"><b>a</b></a></p>", "<p>\u{A0}</p>",
        ])
    func kept(_ html: String) {
        #expect(cleanHTML(html) == html)
        #expect(StrictMarkup.fault(in: html) == nil)
    }

    @Test(
        "other HTML is converted to clean HTML",
        arguments: [
            // text
            ("a > b", "a &gt; b"), ("AT&T", "AT&amp;T"), ("a\rb", "a\nb"), ("a\t", "a"), ("a\u{7}b", "ab"),
            ("a\u{9F}b", "ab"), ("a\u{FFFF}b", "ab"),
            (" \n a \t", "a"), ("a < b && c > d", "a &lt; b &amp;&amp; c &gt; d"),
            ("1 <2, 3>2", "1 &lt;2, 3&gt;2"),
            ("&eacute;&nbsp;&hellip;&#8217;&#x1F600;", "é\u{A0}…’😀"),
            ("&unknown; &copy 2024", "&amp;unknown; &amp;copy 2024"),
            ("a</3 b", "a&lt;/3 b"), ("<>a", "&lt;&gt;a"), ("a<", "a&lt;"), ("a<b", "a&lt;b"), ("&", "&amp;"),
            // balance
            ("<b>a", "<b>a</b>"), ("a</b></p></ul>b", "ab"),
            ("<b>a<i>b</b>c</i>", "<b>a<i>b</i></b>c"),
            ("<p>a<p>b", "<p>a</p><p>b</p>"), ("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
            ("<B>a</B>", "<b>a</b>"), ("<p>a<br/>b</p>", "<p>a<br>b</p>"), ("a<br></br>b", "a<br>b"),
            // empty and repeated formatting
            ("<p></p><b></b><i><u></u></i>", ""), ("<b>a<b>b</b>c</b>", "<b>abc</b>"), ("<p> </p>a", "a"),
            // blocks
            ("<div>a</div><div>b</div>", "<p>a</p><p>b</p>"), ("<div><div><p>a</p></div></div>", "<p>a</p>"),
            ("<div>a<p>b</p>c</div>", "<p>a</p><p>b</p><p>c</p>"), ("a<div></div>b", "a<p>b</p>"),
            ("a<hr>b", "a<p>b</p>"),
            ("<section><h2>a</h2>b</section>", "<p><strong>a</strong></p><p>b</p>"),
            ("<h1>a <strong>b</strong></h1>c", "<p><strong>a b</strong></p>c"),
            ("<blockquote>a</blockquote>b", "<p>a</p>b"), ("<dl><dt>a<dd>b</dl>", "<p>a</p><p>b</p>"),
            ("<table><tr><th>a</th><td>b</td></tr><tr><td>c</td></tr></table>", "<p>a b</p><p>c</p>"),
            ("<html><head><title>t</title></head><body>a</body></html>", "a"),
            // formatting around blocks
            ("<em><div>a</div><div>b</div></em>", "<p><em>a</em></p><p><em>b</em></p>"),
            (
                "<a href=https://example.com><div>a</div><div>b</div></a>",
                "<p><a href=\"https://example.com\">a</a></p><p><a href=\"https://example.com\">b</a></p>"
            ),
            // lists
            ("<li>a</li>b", "<p>a</p>b"), ("<ul>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
            ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li>a</li><li><ul><li>b</li></ul></li></ul>"),
            ("<p>a<ul><li>b</ul>c", "<p>a</p><ul><li>b</li></ul>c"),
            ("<menu><li>a</menu>", "<ul><li>a</li></ul>"),
            ("<ul><li>a<div>b</div>c</ul>", "<ul><li>a<p>b</p>c</li></ul>"),
            // unknown elements keep their text
            ("<span class=x>a <font color=red>b</font></span><o:p>c</o:p>", "a bc"),
        ])
    func mended(_ html: String, _ expected: String) {
        let clean = cleanHTML(html)
        #expect(clean == expected)
        #expect(cleanHTML(clean) == clean)
        #expect(StrictMarkup.fault(in: clean) == nil)
    }

    @Test("text that skips the parser gives the same result as with the parser")
    func fastPath() {
        var random = SeededRandom(seed: 5)
        let pieces = [
            "a", "word", " ", "  ", "\n", "\t", "\"", "'", "é", "中", "😀", "\u{A0}", "\u{AD}", "\u{FEFF}",
            "\u{FFFD}",
            "\u{2028}", ";", "#", "!", "-->", "]]>", "/",
        ].filter { !$0.contains(">") }
        for _ in 0..<2_000 {
            let text = (0..<random.number(0...12)).map { _ in random.pick(pieces) }.joined()
            // A surrounding element forces the use of the parser; it is removed again.
            let parsed = cleanHTML("<b>x\(text)x</b>")
            #expect(parsed == "<b>" + cleanHTML("x\(text)x") + "</b>")
        }
    }
}
