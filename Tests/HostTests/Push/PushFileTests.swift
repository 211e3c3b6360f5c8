import ConnectorKit
import Foundation
import Model
import Push
import Store
import Testing
import TestSupport

@testable import Host

@Suite struct PushFileTests {
    private static let header = "external_reference,title,description,launch_url,image"
    private static let good = "r,T,D,https://l.example.com,https://i.example.com"

    /// All rows of a file, each as `line reference: what`.
    private static func read(_ bytes: some Sequence<UInt8>, _ kind: PushKind = .content) throws -> [String] {
        let url = URL.temporary("push")
        try Data(bytes).write(to: url)
        defer { url.remove() }
        var file = try PushFile(url, of: kind)
        var told: [String] = []
        while let rows = try file.next() {
            for row in rows {
                switch row.content {
                case .item: told.append("\(row.line) \(row.reference): taken")
                case .refused(let reason): told.append("\(row.line) \(row.reference): \(reason)")
                }
            }
        }
        return told
    }

    static let problems: [(text: String, message: String)] = [
        ("", "the file is empty; a header was expected"),
        ("\n\n", "the file is empty; a header was expected"),
        (
            "external_reference;title\n", "line 1: the columns are not separated by commas"
        ),
        (
            "externalreference,title,description,launch_url,image\n",
            "line 1: unknown column \"externalreference\"; did you mean \"external_reference\"?; "
                + "the column \"external_reference\" is missing"
        ),
        (header + ",title\n", "line 1: the column \"title\" stands there twice"),
        ("\"external_reference\n", "line 1: a quote is never closed"),
        (
            "\u{FEFF}title\n",
            "line 1: the column \"external_reference\" is missing; "
                + "the column \"description\" is missing; the column \"launch_url\" is missing; "
                + "the column \"image\" is missing"
        ),
    ]

    @Test("a file that is none to push is refused as a whole, and why")
    func wholeFiles() {
        for problem in Self.problems {
            let thrown = #expect(throws: PushFileProblem.self) { try Self.read(problem.text.utf8) }
            #expect(thrown?.message == problem.message)
        }
        let utf16 = #expect(throws: PushFileProblem.self) { try Self.read([0xFF, 0xFE, 0x61, 0]) }
        #expect(utf16?.message == "line 1: the file is UTF-16; UTF-8 was expected")
    }

    @Test("every bad row is told with its physical line, and the good ones go")
    func badRows() throws {
        let text = """
            \u{FEFF}\(Self.header),duration,published
            \(Self.good),30,true
            ,T,D,https://l.example.com,https://i.example.com,,
            s,T,D
            t,"two
            lines",D,https://l.example.com,https://i.example.com,soon,perhaps
            u,,,,,,
            \(Self.good.replacing("r,", with: "v,")),,

            """
        #expect(
            try Self.read(text.utf8) == [
                "2 r: taken", "3 : external_reference is missing",
                "4 : the row has 3 cells; 7 were expected, as in the header",
                "5 t: duration is \"soon\"; a whole number was expected; "
                    + "published is \"perhaps\"; true or false was expected",
                "7 u: title is missing; description is missing; launch_url is missing; image is missing",
                "8 v: taken",
            ])
    }

    @Test("a row that is not UTF-8 is told, and the others go")
    func notUTF8() throws {
        var bytes = Array("\(Self.header)\n".utf8)
        bytes += Array("a,T".utf8) + [0xE9] + Array(",D,https://l.example.com,https://i.example.com\n".utf8)
        bytes += Array("\(Self.good)\n".utf8)
        #expect(try Self.read(bytes) == ["2 : title is not UTF-8", "3 r: taken"])
    }

    @Test("one JSON object a line is read as well, lists as lists")
    func lines() throws {
        let item =
            #"{"external_reference":"a","title":"T","description":"D","launch_url":"https://l","image":"https://i","duration":5,"published":false,"topics":["64",17]"#
        let text = """
            \(item.replacing("\"64\",17", with: "\"64\""))}
            {"external_reference":"b","removed":true}

            {"external_reference":"c","titel":"T"}
            [1]
            {"external_reference":"d","removed":{}}
            """
        #expect(
            try Self.read(text.utf8) == [
                "1 a: taken", "2 b: taken", "4 c: unknown member \"titel\"; did you mean \"title\"?",
                "5 : the line is no JSON object",
                "6 d: removed is neither a text, a number, true or false, nor a list of texts",
            ])
    }

    @Test("completions take either name of the content, times, and a date alone")
    func completions() throws {
        let text = """
            learning_object_external_reference,email,completed_at,score
            a,x@example.com,2026-03-01,
            a,x@example.com,2026-03-01T10:00:00+01:00,50
            a,x,,high
            """
        #expect(
            try Self.read(text.utf8, .completions) == [
                "2 a: taken", "3 a: taken",
                "4 a: email is \"x\"; an e-mail address was expected; completed_at is missing; "
                    + "score is \"high\"; a whole number was expected",
            ])
    }
}
