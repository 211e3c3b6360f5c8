import Markup
import Testing

@Suite("Cleaning under load")
struct CleaningLimitsTests {
    @Test(
        "many repeated tags, open, stray or unterminated, result in little balanced output",
        arguments: [
            "<b>", "<div>", "<x>", "<ul><li>", "<ol>", "<p>", "<li>", "<table><tr><td>",
            "<a href=https://example.com>",
            "<b><p>a", "<ul><li>a", "<!--", "<![CDATA[", "<?", "<script>", "<a href=\"", "</p>", "</b>",
            "<svg>", "<br",
        ])
    func repeated(_ tag: String) {
        let clean = cleanHTML("before " + String(repeating: tag, count: 5_000) + " after")
        #expect(StrictMarkup.fault(in: clean) == nil)
        #expect(cleanHTML(clean) == clean)
        #expect(clean.hasPrefix("before"))
    }

    @Test(
        "a hundred thousand open elements end quickly, with the text before them",
        arguments: ["<b>", "<x>", "<ul><li>"])
    func open(_ tag: String) {
        let clean = cleanHTML("before " + String(repeating: tag, count: 100_000) + " after")
        #expect(clean.hasPrefix("before"))
        #expect(clean.utf8.count < 2_000)
    }

    @Test("text before too deep nesting is kept, and nothing after it is read")
    func tooDeep() {
        let html = "<p>before</p>" + String(repeating: "<span>", count: 300) + "<script>steal()</script>after"
        #expect(cleanHTML(html) == "<p>before</p>")
        let deep = "<p>before</p>" + String(repeating: "<span>", count: 200) + "within"
        #expect(cleanHTML(deep) == "<p>before</p>within")
    }

    @Test("lists deeper than sixteen are flattened")
    func deepLists() {
        let clean = cleanHTML(String(repeating: "<ul><li>a", count: 20))
        #expect(clean.split(separator: "<ul>").count - 1 == 15)
        #expect(StrictMarkup.fault(in: clean) == nil)
        #expect(clean.split(separator: "a").count > 20)
    }

    @Test("the text of an element with forty thousand attributes is read")
    func attributes() {
        let attributes = (0..<40_000).map { "a" + String($0, radix: 36) }.joined(separator: " ")
        #expect(cleanHTML("<p>before</p><p \(attributes)>after</p>") == "<p>before</p><p>after</p>")
    }

    @Test("a long description stays whole, and an inline image is removed")
    func long() {
        let paragraph =
            "<p>Some text with words &amp; more, <b>bold</b> and <a href=\"https://example.com\">so on</a>.</p>\n"
        let html = String(repeating: paragraph, count: 2_500) + "<p>end</p>"
        #expect(html.utf8.count > 200_000)
        #expect(cleanHTML(html) == html)
        let data = String(repeating: "QUFB", count: 50_000)
        #expect(cleanHTML("<p>a<img src=\"data:image/png;base64,\(data)\">b</p>") == "<p>ab</p>")
    }

    @Test("concurrent cleaning gives the same results as sequential cleaning")
    func parallel() async {
        let texts = (0..<200).map { "<div>\($0) <b>bold</div><script>x</script> &amp; <i>\($0 * 7)" }
        let expected = texts.map(cleanHTML)
        let found = await withTaskGroup(of: (Int, String).self) { group in
            for _ in 0..<10 {
                for index in texts.indices { group.addTask { (index, cleanHTML(texts[index])) } }
            }
            return await group.reduce(into: [(Int, String)]()) { $0.append($1) }
        }
        #expect(found.count == 2_000)
        #expect(found.allSatisfy { $0.1 == expected[$0.0] })
    }
}
