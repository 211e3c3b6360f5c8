import ConnectorKit
import Foundation
import Model
import Push
import Store
import Testing
import TestSupport

@testable import Host

@Suite struct PushFileTests {
    /// 2027-01-15T08:00:00Z.
    private static let now = Date(timeIntervalSince1970: 1_800_000_000)
    private static let header = "external_reference,title,description,launch_url,image"
    private static let good = "r,T,D,https://l.example.com,https://i.example.com"

    private static let advice = """
        UTF-8 was expected: in Excel, save it as "CSV UTF-8 (Comma delimited)"
        """

    /// All rows of a file, each as `line reference: what`.
    private static func read(_ bytes: some Sequence<UInt8>, _ kind: PushKind = .content) throws -> [String] {
        let url = URL.temporary("push")
        try Data(bytes).write(to: url)
        defer { url.remove() }
        var file = try PushFile(url, of: kind, now: Self.now)
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
            "external_reference;title\n",
            "line 1: the column \"description\" is missing; the column \"launch_url\" is missing; "
                + "the column \"image\" is missing"
        ),
        (
            "external_reference|title\n",
            "line 1: unknown column \"external_reference|title\"; did you mean \"external_reference\"?; the column \"external_reference\" is missing; "
                + "the column \"title\" is missing; the column \"description\" is missing; "
                + "the column \"launch_url\" is missing; the column \"image\" is missing"
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
        #expect(
            try Self.read(bytes) == [
                "2 : title is not UTF-8, and looks like windows-1252; \(Self.advice)", "3 r: taken",
            ])
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

    @Test("the delimiter is a comma, a semicolon or a tab, as the header shows", arguments: [",", ";", "\t"])
    func delimiters(delimiter: String) throws {
        let header = Self.header.replacing(",", with: delimiter)
        let row = ["r", "\"T,;\tt\"", "D", "https://l.example.com", "https://i.example.com"]
            .joined(separator: delimiter)
        for end in ["\n", "\r\n", "\r"] {
            #expect(try Self.read("\u{FEFF}\(end)\(header)\(end)\(row)\(end)".utf8) == ["3 r: taken"])
            #expect(try Self.read("\(header)\(end)\(row)".utf8) == ["2 r: taken"])
        }
    }

    @Test("a delimiter is not one within a quoted name of the header")
    func quotedHeader() {
        let thrown = #expect(throws: PushFileProblem.self) { try Self.read("\"a;b;c\",title\n".utf8) }
        #expect(thrown?.message.hasPrefix("line 1: unknown column \"a;b;c\"; the column") == true)
    }

    @Test("empty columns and rows of a spreadsheet are passed over, and a cell without a column is not")
    func emptyCells() throws {
        let text = """
            ;\(Self.header.replacing(",", with: ";"));;
            ;;;;;;;
            ;\(Self.good.replacing(",", with: ";"));;
             ; ;;;;;;

            ;\(Self.good.replacing(",", with: ";"))
            ;\(Self.good.replacing(",", with: ";"));;x
            y;\(Self.good.replacing(",", with: ";"));;
            """
        #expect(
            try Self.read(text.utf8) == [
                "3 r: taken", "6 r: taken", "7 : the row has 8 cells; 6 were expected, as in the header",
                "8 : a cell has no name in the header",
            ])
    }

    @Test("a removal needs its reference and the word alone; rows that remove nothing need the rest")
    func removals() throws {
        #expect(
            try Self.read("external_reference;removed\na;true\nb;1\n;true\nc;false\nd;\n".utf8) == [
                "2 a: taken", "3 b: taken", "4 : external_reference is missing",
                "5 c: title is missing; description is missing; launch_url is missing; image is missing",
                "6 d: title is missing; description is missing; launch_url is missing; image is missing",
            ])
        #expect(try Self.read("removed,external_reference,title\ntrue,a,\n".utf8) == ["2 a: taken"])
    }

    @Test(
        "dates of completions lie between 1990 and tomorrow, by the days of UTC",
        arguments: [
            ("1990-01-01", nil), ("1990-01-01T00:00:00Z", nil), ("2027-01-15T08:00:00Z", nil),
            ("2027-01-16", nil),
            ("2027-01-16T23:59:59Z", nil), ("2027-01-17T01:59:59+02:00", nil),
            ("1905-01-01", "1990-01-01 to"), ("1989-12-31T23:59:59Z", "1990-01-01 to"),
            ("1990-01-01T01:00:00+02:00", "1990-01-01 to"), ("2030-01-01", "1990-01-01 to"),
            ("2027-01-17", "1990-01-01 to"), ("2027-01-16T23:00:00-02:00", "1990-01-01 to"),
            ("0001-01-01", "1990-01-01 to"), ("2026-02-30", "such as"), ("01/02/2026", "such as"),
            ("2026-03-01 10:00", "such as"), ("45000", "such as"), ("tomorrow", "such as"),
        ] as [(String, String?)])
    func dates(text: String, problem: String?) throws {
        let mistake = problem.map { kind in
            kind == "such as"
                ? "completed_at is \"\(text)\"; a time such as 2026-03-01T09:30:00Z was expected"
                : "completed_at is \"\(text)\"; a time from 1990-01-01 to the end of tomorrow was expected"
        }
        let csv = "content_external_reference,email,completed_at\na,x@example.com,\(text)\n"
        #expect(try Self.read(csv.utf8, .completions) == ["2 a: \(mistake ?? "taken")"])
        let json = #"{"content_external_reference":"a","email":"x@example.com","completed_at":"\#(text)"}"#
        #expect(try Self.read(json.utf8, .completions) == ["1 a: \(mistake ?? "taken")"])
    }

    @Test("a completion begins between 1990 and tomorrow as well, and not after its end")
    func beginnings() throws {
        let text = """
            content_external_reference,email,started_at,completed_at
            a,x@example.com,2026-03-01T10:00:00+01:00,2026-03-01T09:00:00Z
            b,x@example.com,2026-03-01T09:00:01Z,2026-03-01T09:00:00Z
            c,x@example.com,1905-01-01,2026-03-01
            """
        #expect(
            try Self.read(text.utf8, .completions) == [
                "2 a: taken", "3 b: started_at is later than completed_at",
                "4 c: started_at is \"1905-01-01\"; a time from 1990-01-01 to the end of tomorrow was expected",
            ])
    }
}
