/// One answer for each kind of fault that repositories are known for, written for these tests.
let corpus: [Sample] = around + encodings + namespaces + texts + records + ends

/// What is around the XML.
private let around: [Sample] = [
    Sample("nothing unusual", Text.answer(Text.both)),
    Sample("blank lines before the XML", "\n\r\n  " + Text.answer(Text.both)),
    Sample("a byte order mark", "\u{FEFF}" + Text.answer(Text.both)),
    Sample("blank lines and a byte order mark", "\n\u{FEFF}\n" + Text.answer(Text.both)),
    Sample(
        "a warning of PHP before the XML",
        "<br />\n<b>Warning</b>:  Undefined array key in <b>oai.php</b> on line <b>3</b><br />\n"
            + Text.answer(Text.both)
    ) {
        $0.remarks = [
            "text before the XML was left out: \"Warning: Undefined array key in oai.php on line 3\""
        ]
    },
    Sample(
        "a notice after the declaration",
        Text.answer(Text.both, declaration: Text.declaration + "Notice: session not started\n")
    ) { $0.remarks = ["text within the XML was left out: \"Notice: session not started\""] },
    Sample("a notice after the end", Text.answer(Text.both, after: "\n<!-- 3 ms --><p>Done")) {
        $0.remarks = ["text after the XML was left out: \"Done\""]
    },
    Sample("a notice between two records", Text.answer(Text.one + "\nNotice: slow & tired\n" + Text.two)) {
        $0.remarks = [
            "each record was read on its own, since line 11, column 15: xmlParseEntityRef: no name"
        ]
    },
    Sample("no declaration", Text.answer(Text.both, declaration: "")),
    Sample("nothing but a warning", "\n<b>Fatal error</b>: out of memory\n in oai.php") {
        $0.failure = failed("the answer is not XML: \"Fatal error: out of memory in oai.php\"")
    },
    Sample("a web page", "<html><head><title>x</title></head><body><p>Be right back</p></body></html>") {
        $0.failure = failed("the answer is an HTML page, not XML: \"Be right back\"")
    },
    Sample("nothing", "") { $0.failure = failed("the answer is empty, not XML") },
]

/// What the bytes mean.
private let encodings: [Sample] = [
    Sample("ISO 8859-1", latin(Text.answer(Text.record("a", "É"), declaration: declared("ISO-8859-1")))) {
        ($0.names, $0.rows) = (["a: É"], 1)
    },
    Sample("windows-1252", latin(Text.answer(Text.record("a", "É"), declaration: declared("windows-1252")))) {
        ($0.names, $0.rows) = (["a: É"], 1)
    },
    Sample("ISO 8859-1 that says UTF-8", latin(Text.answer(Text.record("a", "É È")))) {
        ($0.names, $0.rows) = (["a: É È"], 1)
        $0.remarks = ["2 bytes that are not UTF-8 were read as windows-1252"]
    },
    Sample("an unknown encoding", Text.answer(Text.both, declaration: declared("utf-8-bom"))) {
        $0.remarks = ["the encoding \"utf-8-bom\" was read as UTF-8"]
    },
    Sample("UTF-16 that is none", Text.answer(Text.both, declaration: declared("utf-16"))) {
        $0.remarks = ["the encoding \"utf-16\" was read as UTF-8"]
    },
    Sample(
        "UTF-16",
        [0xFE, 0xFF]
            + Text.answer(Text.both, declaration: "").utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }),
]

/// What elements are called.
private let namespaces: [Sample] = [
    Sample("Dublin Core without its slash", with(dc: "http://purl.org/dc/elements/1.1")),
    Sample("Dublin Core with https", with(dc: "https://purl.org/dc/elements/1.1/")),
    Sample("Dublin Core in capitals", with(dc: "http://PURL.org/dc/elements/1.1/")),
    Sample(
        "OAI-PMH without its slash", Text.answer(Text.both, namespace: "http://www.openarchives.org/OAI/2.0")),
    Sample("OAI-PMH with https", Text.answer(Text.both, namespace: "https://www.openarchives.org/OAI/2.0/")),
    Sample("no namespace at all", Text.answer(Text.both).replacing(" xmlns=\"\(Text.namespace)\"", with: "")),
    Sample(
        "Dublin Core as the default of oai_dc",
        Text.answer(Text.both).replacing("dc:title", with: "title").replacing(
            "dc:identifier", with: "identifier"
        )
        .replacing("<oai_dc:dc ", with: "<dc xmlns=\"http://www.openarchives.org/OAI/2.0/oai_dc/\" ")
        .replacing("</oai_dc:dc>", with: "</dc>")),
    Sample(
        "Dublin Core without declarations",
        Text.answer(Text.both).replacing(#/ xmlns:[a-z_]+="[^"]*"/#, with: "")),
    Sample(
        "every element of the protocol with a prefix",
        Text.answer(Text.both).replacing("xmlns=", with: "xmlns:o=")
            .replacing(
                #/<(\/?)(OAI-PMH|responseDate|request|ListRecords|record|header|identifier|datestamp|metadata)/#
            ) { "<\($0.output.1)o:\($0.output.2)" }),
    Sample("another format", Text.answer(Text.record("a", "One").replacing("oai_dc:dc", with: "oai_dc:lom")))
    {
        ($0.names, $0.rows) = ([], 1)
        $0.refused = [
            "a: the metadata is lom; Dublin Core was expected: is the setting metadata_prefix right?"
        ]
    },
]

/// What is in a title.
private let texts: [Sample] = [
    titled("a bare ampersand", "Tom & Jerry", "Tom & Jerry", "line 8, column 16: xmlParseEntityRef: no name"),
    titled("an ampersand within a word", "R&D", "R&D", "line 8, column 14: EntityRef: expecting ';'"),
    titled(
        "a bare less-than sign", "p < 0.05", "p < 0.05", "line 8, column 14: StartTag: invalid element name"),
    titled(
        "a less-than sign before a letter", "x <y and z", "x <y and z",
        "line 8, column 20: Specification mandates value for attribute and"),
    titled(
        "a tag that nothing closes", "One<br>Two", "One<br>Two",
        "line 8, column 32: Opening and ending tag mismatch: br line 8 and dc:title"),
    Sample("markup", Text.answer(Text.record("a", "On <i>Homo</i> today"))) {
        ($0.names, $0.rows) = (["a: On Homo today"], 1)
    },
    Sample("control characters, which the host removes", Text.answer(Text.record("a", "O\u{1}n&#2;e"))) {
        ($0.names, $0.rows) = (["a: O\u{1}n\u{2}e"], 1)
    },
    flawed(
        "a character that XML forbids", "O\u{FFFE}ne", "One", "Char 0xFFFE out of allowed range", column: 12),
    flawed("an entity of HTML", "&Eacute;t&eacute;", "Été", "Entity 'Eacute' not defined", column: 19),
    flawed("an entity of nobody", "One&nope;", "One&nope;", "Entity 'nope' not defined", column: 20),
]

/// What is wrong with a record.
private let records: [Sample] = [
    Sample(
        "a declaration within a record",
        Text.answer(Text.record("a", "One", before: "<?xml version=\"1.0\"?>") + Text.two)
    ) {
        $0.remarks = [
            "record a was read in spite of line 7, column 16: XML declaration allowed only at the start of the document"
        ]
    },
    Sample(
        "a record that is cut off in the middle",
        Text.answer(Text.one.replacing(#/e>\n<dc:identifier.*\n.*/#, with: "") + Text.two)
    ) {
        $0.names = ["b: Two"]
        $0.refused = ["a: the record has no metadata (line 8, column 23: expected '>')"]
        $0.remarks = ["each record was read on its own, since line 8, column 23: expected '>'"]
    },
    Sample("records without their tags", Text.answer(Text.both.replacing("</record>\n<record>", with: "\n")))
    {
        ($0.names, $0.rows) = ([], 2)
        $0.refused = ["a: 2 headers in one record", "b: 2 headers in one record"]
    },
    Sample("an identifier with a control character", Text.answer(Text.record("a\u{2}", "One") + Text.two)) {
        $0.names = ["b: Two"]
        $0.refused = ["-: page 1, row 1: no header.identifier"]
    },
    Sample("no identifier", Text.answer(Text.record("", "One") + Text.two)) {
        $0.names = ["b: Two"]
        $0.refused = ["-: page 1, row 1: no header.identifier"]
    },
    Sample("first deleted, then live", Text.answer(Text.deleted("a") + Text.both)) { $0.rows = 3 },
    Sample("first live, then deleted", Text.answer(Text.both + Text.deleted("b"))) {
        ($0.names, $0.rows) = (["a: One"], 3)
    },
    Sample("twice, changed", Text.answer(Text.both + Text.record("a", "Three"))) {
        ($0.names, $0.rows) = (["b: Two", "a: Three"], 3)
    },
    Sample(
        "a datestamp that is none", Text.answer(Text.record("a", "One", datestamp: "yesterday") + Text.two)),
]

/// How the list ends.
private let ends: [Sample] = [
    Sample("an estimate above the truth", Text.answer(Text.both + "<resumptionToken completeListSize='9'/>")),
    Sample("an estimate below the truth", Text.answer(Text.both + "<resumptionToken completeListSize='1'/>")),
    Sample("a list without records", Text.answer("")) {
        $0.failure = failed(
            "the answer has neither records nor a token; records or an empty token were expected")
    },
    Sample("an answer that is cut off in a record", String(Text.answer(Text.both).dropLast(80))) {
        $0.failure = failed("line 14, column 30: Premature end of data in tag identifier line 14")
    },
    Sample("an answer that is cut off between records", String(Text.answer(Text.both).dropLast(25))) {
        $0.failure = failed("line 16, column 1: Premature end of data in tag ListRecords line 5")
    },
    Sample("an answer without its last tag", String(Text.answer(Text.both).dropLast(10))) {
        $0.failure = failed("line 17, column 1: Premature end of data in tag OAI-PMH line 2")
    },
    Sample(
        "a cut answer with a bare ampersand",
        String(Text.answer(Text.record("a", "R & D") + Text.two).dropLast(25))
    ) {
        $0.failure = failed("line 8, column 14: xmlParseEntityRef: no name")
    },
    Sample("a broken token", Text.answer(Text.both + "<resumptionToken>a&#1;b</resumptionToken>")) {
        $0.failure = failed("the token holds a control character")
    },
    Sample("a token whose tag is broken", Text.answer(Text.both + "<resumptionToke>abc</resumptionToken>")) {
        $0.failure = failed(
            "line 15, column 70: Opening and ending tag mismatch: resumptionToke line 15 and resumptionToken")
    },
]

// MARK: - Parts

private func failed(_ problem: String) -> String {
    "GET https://repository.example.edu/oai?verb=ListRecords, page 1: \(problem)"
}

private func declared(_ encoding: String) -> String { "<?xml version=\"1.0\" encoding=\"\(encoding)\"?>\n" }

private func latin(_ text: String) -> [UInt8] { text.unicodeScalars.map { UInt8($0.value) } }

private func with(dc namespace: String) -> String {
    Text.answer(Text.record("a", "One", dc: namespace) + Text.record("b", "Two", dc: namespace))
}

/// A title that is no XML, before a second record.
private func titled(_ description: String, _ title: String, _ name: String, _ fault: String) -> Sample {
    Sample(description, Text.answer(Text.record("a", title) + "\n" + Text.two)) {
        $0.names = ["a: \(name)", "b: Two"]
        $0.remarks = [
            "each record was read on its own, since \(fault)",
            "record a was read in spite of \(fault.replacing("br line 8", with: "br"))",
        ]
    }
}

/// A title with something that XML does not allow, but can be passed over.
private func flawed(
    _ description: String, _ title: String, _ name: String, _ fault: String, column: Int
) -> Sample {
    Sample(description, Text.answer(Text.record("a", title) + "\n" + Text.two)) {
        $0.names = ["a: \(name)", "b: Two"]
        $0.remarks = ["record a was read in spite of line 8, column \(column): \(fault)"]
    }
}
