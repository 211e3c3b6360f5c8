import Markup
import Testing

@Suite("Plain text of HTML")
struct PlainTextTests {
    @Test(
        "blocks and line breaks begin lines, items get hyphens, white space is collapsed",
        arguments: [
            ("", ""), ("a", "a"), ("  a \n b\t\tc ", "a b c"), ("<p>a</p>\n\n<p>b</p>", "a\nb"),
            ("a<br>b", "a\nb"),
            ("<p></p><br><p>a</p><br>", "a"), ("a<b>b</b> c <i> d</i>", "ab c d"),
            ("<ul><li>a</li><li>b<ul><li>c</li></ul></li><li></li></ul>d", "- a\n- b\n- c\nd"),
            ("<ul><li><p>a</p><p>b</p></li></ul>", "- a\nb"), ("x<ol><li>a</ol>", "x\n- a"),
            ("AT&amp;T &lt;b&gt; &amp;lt; &quot;x&quot; &copy;", "AT&T <b> &lt; \"x\" ©"),
            ("<h1>Title</h1><script>no</script><div>text</div>", "Title\ntext"),
            ("<a href=\"https://example.com\">link</a>", "link"), ("a&nbsp;b", "a\u{A0}b"),
            ("1 < 2 & 3 > 2", "1 < 2 & 3 > 2"), ("<table><tr><td>a<td>b</table>", "a b"),
        ])
    func lines(_ html: String, _ text: String) {
        #expect(plainText(of: html) == text)
        #expect(plainText(of: cleanHTML(html)) == text)
    }
}
