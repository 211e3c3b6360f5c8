import Markup
import Testing

@Suite("Reading XML")
struct XMLReaderTests {
    /// Returns one line for each event of a document.
    static func lines(_ text: String) throws(XMLFault) -> [String] {
        var lines: [String] = []
        try XMLReader.read(Array(text.utf8)) { event in
            switch event {
            case .start(let name, let attributes):
                let space = name.namespace.map { "{\($0)}" } ?? ""
                let list = attributes.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
                lines.append("<\(space)\(name.local)\(list)>")
            case .end: lines.append("</>")
            case .text(let text): lines.append(text)
            case .flaw(let fault): lines.append("! \(fault)")
            }
        }
        return lines
    }

    static let documents: [(String, [String])] = [
        ("<a/>", ["<a>", "</>"]),
        ("\u{FEFF}<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a>x</a>\n", ["<a>", "x", "</>"]),
        ("<a b='1' c=\"&lt;&quot;\"><d/>e</a>", ["<a b=1 c=<\">", "<d>", "</>", "e", "</>"]),
        (
            "<a xmlns='urn:1' xmlns:p='urn:2'><p:b p:c='d'/><b xmlns=''/></a>",
            ["<{urn:1}a>", "<{urn:2}b c=d>", "</>", "<b>", "</>", "</>"]
        ),
        // A text is one event, however it is written.
        (
            "<a>1 &amp; 2 &#60; <![CDATA[<b> & ]]>3<!-- no --><?nor this?>4</a>",
            ["<a>", "1 & 2 < <b> & 34", "</>"]
        ),
        ("<a> <b>é漢🚀</b>\r\n</a>", ["<a>", " ", "<b>", "é漢🚀", "</>", "\n", "</>"]),
        // A name with an undeclared prefix is in no namespace.
        ("<dc:a><dc:b/>1 &amp; 2</dc:a>", ["<a>", "<b>", "</>", "1 & 2", "</>"]),
    ]

    @Test("Elements, attributes, namespaces and text are reported in order", arguments: documents)
    func events(_ document: String, _ expected: [String]) throws {
        #expect(try Self.lines(document) == expected)
    }

    @Test("Other encodings result in the same text")
    func encodings() throws {
        var texts: [String] = []
        let latin =
            Array("<?xml version='1.0' encoding='ISO-8859-1'?><a>caf".utf8) + [0xE9] + Array("</a>".utf8)
        let wide: [UInt8] =
            [0xFE, 0xFF] + "<a>café</a>".utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        for bytes in [latin, wide] {
            try XMLReader.read(bytes) { if case .text(let text) = $0 { texts.append(text) } }
        }
        #expect(texts == ["café", "café"])
    }

    @Test(
        "Text that XML does not allow is reported and skipped, and the document goes on",
        arguments: [
            ("<a>1\u{FFFE}2<b/>é &amp; &lt;</a>", "PCDATA invalid Char value 65534"),
            ("<a>1&#xFFFE;2<b/>é &amp; &lt;</a>", "xmlParseCharRef: invalid xmlChar value 65534"),
        ])
    func flaws(_ document: String, _ problem: String) throws {
        let lines = try Self.lines(document)
        #expect(lines.filter { $0.hasPrefix("! line 1, column ") && $0.hasSuffix(": " + problem) }.count == 1)
        #expect(lines.filter { !$0.hasPrefix("!") } == ["<a>", "1", "2", "<b>", "</>", "é & <", "</>"])
    }

    @Test(
        "An entity that only HTML has is read as its character, and any other stays as it is written",
        arguments: [("caf&eacute;", "café"), ("AT&T;", "AT&T;"), ("1&nbsp;2", "1\u{A0}2")])
    func entities(_ text: String, _ expected: String) throws {
        let lines = try Self.lines("<a>\(text)<b c='&nope;'/></a>")
        #expect(lines.filter { $0.hasPrefix("! ") }.count == 2)
        #expect(lines.filter { !$0.hasPrefix("!") && !$0.hasPrefix("<") }.joined() == expected)
    }

    @Test("An XML declaration within a document is passed over")
    func declaration() throws {
        let lines = try Self.lines("<a><?xml version='1.0'?><b>x</b></a>")
        #expect(lines.filter { !$0.hasPrefix("!") } == ["<a>", "<b>", "x", "</>", "</>"])
    }

    static let faults: [(String, String)] = [
        ("", "the answer is empty, not XML"),
        (" \n", "the answer is empty, not XML"),
        ("{\"a\": 1}", "the answer is not XML: \"{\"a\": 1}\""),
        (
            "\u{1}\n\nFatal <b>error</b>: out\u{200B} of memory\nin x.php",
            "the answer is not XML: \"Fatal error: out of memory in x.php\""
        ),
        ("<!DOCTYPE html><html></html>", "the answer is an HTML page, not XML"),
        ("<!DOCTYPE html><html><body>Down</body></html>", "the answer is an HTML page, not XML: \"Down\""),
        ("<a>\n <b></a>", "line 2, column 9: Opening and ending tag mismatch: b line 2 and a"),
        ("<a><b>text", "line 1, column 11: Premature end of data in tag b line 1"),
        ("<a>\n", "line 2, column 1: Premature end of data in tag a line 1"),
        ("<a></a><b/>", "line 1, column 8: Extra content at the end of the document"),
        ("<a b='1' b='2'/>", "line 1, column 15: Attribute b redefined"),
        ("<a>\u{26}</a>", "line 1, column 5: xmlParseEntityRef: no name"),
        (
            "<?xml version='1.0'?>\n<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>",
            "line 2, column 13: a document type declaration, which is not read"
        ),
        (
            "<!DOCTYPE a SYSTEM 'file:///etc/hostname'><a/>",
            "line 1, column 42: a document type declaration, which is not read"
        ),
    ]

    @Test("A malformed document is rejected with position and reason", arguments: faults)
    func refused(_ document: String, _ message: String) {
        let fault = #expect(throws: XMLFault.self) { try Self.lines(document) }
        #expect(fault?.message == message)
    }

    @Test("Bytes that are not UTF-8 are reported, and the rest is read as before")
    func wrongEncoding() throws {
        var texts: [String] = []
        var flaws: [XMLFault] = []
        let bytes =
            Array("<a>\n<b>1".utf8) + [0xC3, 0x28, 0xFF] + Array("2</b><b>café &amp; thé</b></a>".utf8)
        try XMLReader.read(bytes) { event in
            switch event {
            case .text(let text): texts.append(text)
            case .flaw(let fault): flaws.append(fault)
            case .start, .end: break
            }
        }
        #expect(texts.last == "café & thé")
        #expect(flaws.first?.line == 2)
        #expect(flaws.first?.problem.hasPrefix("Input is not proper UTF-8") == true)
    }

    @Test("After a fault no event is reported")
    func order() throws {
        var events: [XMLEvent] = []
        #expect(throws: XMLFault.self) {
            try XMLReader.read(Array("<a><b></c><d/></a>".utf8)) { events.append($0) }
        }
        #expect(events == [.start(XMLName("a"), attributes: [:]), .start(XMLName("b"), attributes: [:])])
    }
}
