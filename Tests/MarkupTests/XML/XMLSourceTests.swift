import Markup
import Testing

@Suite("The XML of a response")
struct XMLSourceTests {
    private func source(_ text: String) -> XMLSource { XMLSource(Array(text.utf8), root: "r") }

    @Test(
        "what is not the document is left out, and said",
        arguments: [
            ("<r>x</r>", "<r>x</r>", []), ("\u{FEFF}<r/>", "<r/>", []),
            ("\n\n<?xml version='1.0'?><r/>", "<?xml version='1.0'?><r/>", []),
            (
                "<br />\n<b>Warning</b>: no <i>index</i> in <b>x.php</b><br />\n<?xml version='1.0'?>\n<p:r>x</p:r>",
                "<?xml version='1.0'?>\n<p:r>x</p:r>",
                ["text before the XML was left out: \"Warning: no index in x.php\""]
            ),
            (
                "<?xml version='1.0'?>\nNotice: y\n<r>x</r>\nNotice: z", "<?xml version='1.0'?><r>x</r>",
                [
                    "text within the XML was left out: \"Notice: y\"",
                    "text after the XML was left out: \"Notice: z\"",
                ]
            ),
            (
                "<?xml version='1.0'?><?style s?><!-- c --><r/>",
                "<?xml version='1.0'?><?style s?><!-- c --><r/>", []
            ),
            ("<?xml version='1.0'?><!DOCTYPE r []><r/>", "<?xml version='1.0'?><!DOCTYPE r []><r/>", []),
            ("no <root/> at all", "no <root/> at all", []), ("", "", []),
            ("x<r>cut", "<r>cut", ["text before the XML was left out: \"x\""]),
        ] as [(String, String, [String])])
    func strays(_ text: String, _ expected: String, _ remarks: [String]) {
        let source = source(text)
        #expect(String(decoding: source.bytes, as: UTF8.self) == expected)
        #expect(source.remarks == remarks)
    }

    @Test("bytes that are not what the declaration says are read, and said")
    func encodings() throws {
        func read(_ bytes: [UInt8]) throws -> (text: String, remarks: [String]) {
            let source = XMLSource(bytes, root: "r")
            var text = ""
            try XMLReader.read(source.bytes) { if case .text(let more) = $0 { text += more } }
            return (text, source.remarks)
        }
        func document(_ encoding: String?, _ content: [UInt8]) -> [UInt8] {
            let declaration = encoding.map { "<?xml version='1.0' encoding='\($0)'?>" } ?? ""
            return Array("\(declaration)<r>".utf8) + content + Array("</r>".utf8)
        }
        let latin: [UInt8] = [0x63, 0xE9, 0x80, 0x20, 0xC3, 0xA9]
        for encoding in [nil, "UTF-8", "utf8"] {
            let found = try read(document(encoding, latin))
            #expect(found.text == "cé€ é")
            #expect(found.remarks == ["2 bytes that are not UTF-8 were read as windows-1252"])
        }
        #expect(try read(document("ISO-8859-1", [0xE9])).text == "é")
        #expect(try read(document("windows-1252", [0x80])).text == "€")
        #expect(try read(document("koi8-r", [0xC1])).text == "а")
        for encoding in ["utf-16", "no-such-thing"] {
            let found = try read(document(encoding, [0xC3, 0xA9]))
            #expect(found.text == "é")
            #expect(found.remarks == ["the encoding \"\(encoding)\" was read as UTF-8"])
        }
        let wide: [UInt8] = [0xFF, 0xFE] + "<r>é</r>".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        #expect(try read(wide).text == "é")
    }

    @Test(
        "what is no markup becomes text, and what is stays",
        arguments: [
            ("<a>Tom & Jerry &amp; co</a>", "<a>Tom &amp; Jerry &amp; co</a>"),
            ("<a>AT&T; &#1; &#x1F; &#x; &</a>", "<a>AT&T; &#1; &#x1F; &amp;#x; &amp;</a>"),
            ("<a>p < 0.05 and x <y, <3</a>", "<a>p &lt; 0.05 and x &lt;y, &lt;3</a>"),
            ("<a>one<br>two</a>", "<a>one&lt;br&gt;two</a>"),
            ("<a>one</b>two</a>", "<a>one&lt;/b&gt;two</a>"),
            ("<a><i>x</i><b>y</a>", "<a><i>x</i>&lt;b&gt;y</a>"),
            ("<a><b><i></b></i></a>", "<a><b>&lt;i&gt;</b>&lt;/i&gt;</a>"),
            ("<a b='1&2' c = \"x>y\"/>", "<a b='1&amp;2' c = \"x>y\"/>"),
            ("<a b=1>x</a>", "&lt;a b=1&gt;x&lt;/a&gt;"),
            ("<!-- & < --><![CDATA[ & < ]]><?p & < ?>", "<!-- & < --><![CDATA[ & < ]]><?p & < ?>"),
            ("<![CDATA[ open", "&lt;![CDATA[ open"), ("<", "&lt;"), ("", ""), ("</a >x", "&lt;/a &gt;x"),
        ])
    func repair(_ text: String, _ expected: String) {
        #expect(String(decoding: XMLRepair.repaired(Array(text.utf8)[...]), as: UTF8.self) == expected)
    }

    @Test("unclosed tags by the hundred thousand are repaired at once")
    func manyTags() {
        let text = String(repeating: "<a><b>", count: 100_000) + String(repeating: "</c></a>", count: 100_000)
        #expect(XMLRepair.repaired(Array(text.utf8)[...]).count > text.utf8.count)
    }
}
