import ConnectorKit
import Foundation
import Host
import Model
import Store
import Testing

@Suite struct RecordTests {
    private var course: Course {
        var content = LearningObject()
        content.externalID = "36439791"
        content.name = "Say \"hello\",\nworld"
        content.launchURL = "https://acme.mygo1.com/play/36439791"
        content.modifiedAt = Date(timeIntervalSince1970: 1_700_000_000)
        content.subjects = ["A", "B"]
        content.providerType = "video"
        content.contentType = .video
        return Course(
            id: 7, group: "sales", provider: "demo", content: content, reasons: [.filter, .provider])
    }

    @Test("A course record has the promised keys in order, with null for what is not known")
    func courseJSON() {
        #expect(
            Record(course).json
                == #"{"id":"7","group":"sales","provider":"demo","externalId":"36439791","name":"Say \"hello\",\nworld","description":null,"image":null,"duration":null,"authors":[],"publisher":null,"lang":null,"launchUrl":"https://acme.mygo1.com/play/36439791","modifiedAt":"2023-11-14T22:13:20Z","subjects":["A","B"],"tags":[],"contentType":"video","providerType":"video","archived":true,"archivedBecause":["provider","filter"],"retiresAt":null}"#
        )
    }

    @Test("CSV quotes what RFC 4180 asks for, and joins lists by a bar")
    func courseCSV() {
        #expect(
            Record(course).csv
                == "7,sales,demo,36439791,\"Say \"\"hello\"\",\nworld\",,,,,,,https://acme.mygo1.com/play/36439791,2023-11-14T22:13:20Z,A|B,,video,video,true,provider|filter,"
        )
    }

    @Test("JSON that is shown has what steers a terminal as escapes, which mean the same")
    func shownJSON() throws {
        let value = JSONValue.object(["a\u{9B}": .list([.text("b\u{202E}\u{7F}\u{2028}c\u{200D}")])])
        #expect(value.shownJSON == #"{"a\u009b":["b\u202e\u007f\u2028c\#u{200D}"]}"#)
        #expect(JSONValue(json: value.shownJSON) == value)
    }

    @Test("A quote in CSV is doubled, whatever combines with it")
    func marks() {
        #expect(Array(Record([("a", .text("x\"\u{301}"))]).csv.utf8) == Array("\"x\"\"\u{301}\"".utf8))
    }

    @Test(
        "A cell of CSV that a spreadsheet would run begins with an apostrophe, a plain number does not",
        arguments: [
            ("=1+1", "'=1+1"), ("+SUM(A1)", "'+SUM(A1)"), ("-2+3", "'-2+3"), ("@cmd", "'@cmd"),
            ("\t=1", "' =1"), ("\r=1", "' =1"), ("\r\n=1", "\"'\n=1\""), ("=\"a\",1", "\"'=\"\"a\"\",1\""),
            ("-", "'-"), ("+49 30 1234", "'+49 30 1234"), ("-5%", "'-5%"), ("- list", "'- list"),
            ("-5", "-5"), ("+5", "+5"), ("-0.25", "-0.25"), ("-1.5e-3", "-1.5e-3"), ("5", "5"),
            ("a=1", "a=1"), (" =1", " =1"), ("'=1", "'=1"), ("", ""),
        ])
    func formulas(value: String, cell: String) {
        #expect(Record([("a", .text(value)), ("b", .null)]).csv == cell + ",")
    }

    @Test("A list whose first text is a formula begins with an apostrophe, and so does a name of a column")
    func formulaLists() {
        #expect(Record([("a", .texts(["=1", "b"]))]).csv == "'=1|b")
        #expect(Record([("a", .number(-1.5))]).csv == "-1.5")
        #expect(Record.csvHeader(["a", "=b"]) == "a,'=b")
    }

    @Test(
        "Control characters and bidirectional overrides become spaces in CSV; line feeds stay within quotes")
    func csvControls() {
        let text = "a\u{0}b\u{1B}[31mc\u{85}d\u{202E}e\u{2066}f\tg"
        #expect(Record([("a", .text(text))]).csv == "a b [31mc d e f g")
        #expect(Record([("a", .text("one\r\ntwo\nthree"))]).csv == "\"one\ntwo\nthree\"")
    }

    @Test("What could steer a terminal is escaped in JSON, and reads as it was")
    func jsonControls() {
        let text = "a\u{7F}b\u{9B}c\u{202E}d\u{2066}e\u{301}"
        let json = Record([("a", .text(text))]).json
        #expect(json == #"{"a":"a\u007fb\u009bc\u202ed\u2066e"# + "\u{301}\"}")
        #expect(JSONValue(json: json)?["a"]?.text == text)
    }

    @Test("Every text a record quotes is read back by a JSON reader")
    func quoting() throws {
        let text = (0..<0x250).compactMap { Unicode.Scalar($0) }.map { String($0) }.joined() + "🎓\u{2028}\\/"
        let json = Record([("a", .text(text))]).json
        let read = try JSONDecoder().decode([String: String].self, from: Data(json.utf8))
        #expect(read == ["a": text])
    }
}
