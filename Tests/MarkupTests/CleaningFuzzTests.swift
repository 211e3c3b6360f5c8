import ConnectorKit
import Markup
import Testing

@Suite("Cleaning random HTML")
struct CleaningFuzzTests {
    @Test("the result is always strict, and cleaning it again changes nothing", arguments: 0..<4)
    func soup(_ part: Int) {
        var random = SeededRandom(seed: UInt64(100 + part))
        var kept = 0
        for _ in 0..<1_500 {
            let soup = (0..<random.number(1...30)).map { _ in random.pick(pieces) }.joined()
            let clean = cleanHTML(soup)
            if clean.contains("<") { kept += 1 }
            let fault = StrictMarkup.fault(in: clean)
            #expect(fault == nil, "\(soup.debugDescription) became \(clean.debugDescription): \(fault ?? "")")
            let again = cleanHTML(clean)
            #expect(again == clean, "\(soup.debugDescription)")
        }
        #expect(kept > 500)
    }

    @Test("the result of mutated HTML is strict and stable")
    func mutations() {
        var random = SeededRandom(seed: 200)
        let seed =
            "<div class=\"x\"><h2>Title</h2><p>Some <b>bold <i>text</i></b> &amp; "
            + "<a href=\"https://example.com/?a=1&b\">a link</a>."
            + "</p><ul><li>one<li>two<ol><li>three</ol></ul><!-- c -->"
            + "<img src=x onerror=y><script>z</script>tail</div>"
        for _ in 0..<3_000 {
            var scalars = Array(seed.unicodeScalars)
            for _ in 0..<random.number(1...6) {
                let place = random.number(0...scalars.count - 1)
                let end = min(scalars.count, place + random.number(1...12))
                switch random.number(0...3) {
                case 0: scalars.removeSubrange(place..<end)
                case 1: scalars.insert(contentsOf: scalars[place..<end], at: random.number(0...scalars.count))
                case 2:
                    scalars[place] = random.pick([
                        "<", ">", "\"", "'", "/", "&", "=", " ", "!", "-", "\0", "x",
                    ])
                default: scalars.insert(contentsOf: random.pick(pieces).unicodeScalars, at: place)
                }
                if scalars.isEmpty { scalars = ["a"] }
            }
            let html = String(String.UnicodeScalarView(scalars))
            let clean = cleanHTML(html)
            let fault = StrictMarkup.fault(in: clean)
            #expect(fault == nil, "\(html.debugDescription) became \(clean.debugDescription): \(fault ?? "")")
            #expect(cleanHTML(clean) == clean, "\(html.debugDescription)")
        }
    }

    private let pieces: [String] = {
        let names = [
            "p", "br", "strong", "b", "em", "i", "u", "ul", "ol", "li", "div", "span", "h1", "h3", "table",
            "tr", "td",
            "script", "style", "svg", "math", "title", "head", "body", "html", "select", "option", "form",
            "x:y",
            "blockquote", "dl", "dt", "dd", "pre", "hr", "center", "a", "tributary-root", "unknown", "font",
            "noscript",
        ]
        let links = [
            "<a href=\"https://example.com\">", "<a href='http://example.com/?a=1&b=2'>",
            "<a href=javascript:x>",
            "<a href=\"https://example.com/é\">",
        ]
        let texts = [
            "a", "b c", " ", "\n", "  \n", "&amp;", "&lt;", "&#13;", "&nbsp;", "&", "<", ">", "\"", "'", "é",
            "😀", "\0",
            "\r\n", "<!--", "-->", "<![CDATA[", "]]>", "<?", "?>", "<!DOCTYPE html>", "</", "/>", "=", "<!",
        ]
        return names.flatMap { ["<\($0)>", "<\($0)>", "</\($0)>", "</\($0)>", "<\($0) x=y>", "<\($0)/>"] }
            + links + links + texts + texts + texts
    }()
}
