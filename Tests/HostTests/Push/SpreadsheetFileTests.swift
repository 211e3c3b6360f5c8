import ConnectorKit
import Foundation
import Model
import Push
import Testing
import TestSupport

/// Files as spreadsheets write them, in their encodings.
@Suite struct SpreadsheetFileTests {
    private static let header = "external_reference,title,description,launch_url,image"
    private static let advice = """
        UTF-8 was expected: in Excel, save it as "CSV UTF-8 (Comma delimited)"
        """

    private static func rows(_ bytes: [UInt8]) throws -> [PushRow] {
        let now = Date(timeIntervalSince1970: 1_800_000_000)
        var file = PushFile(bytes, of: .content, now: now)
        var rows: [PushRow] = []
        while let more = try file.next() { rows += more }
        return rows
    }

    private static func told(_ bytes: [UInt8]) throws -> [String] {
        try rows(bytes).map { row in
            switch row.content {
            case .item(.content(let content)): "\(row.line) \(row.reference): \(content.title)"
            case .item: "\(row.line): no content"
            case .refused(let reason): "\(row.line) \(row.reference): \(reason)"
            }
        }
    }

    private static func utf16(_ text: String, bigEndian: Bool) -> [UInt8] {
        text.utf16.flatMap { unit -> [UInt8] in
            let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
            return bigEndian ? [high, low] : [low, high]
        }
    }

    private static func table(_ delimiter: String, _ end: String) -> String {
        let header = Self.header.replacing(",", with: delimiter)
        func row(_ title: String, _ reference: String) -> String {
            [reference, title, "\"two\(end)lines\"", "https://l.example.com", "https://i.example.com"]
                .joined(separator: delimiter)
        }
        let rows = [header + delimiter, row("Größe 😀", "a") + delimiter, row("日本", "b"), "", row("ok", "c")]
        return rows.joined(separator: end) + end
    }

    @Test(
        "UTF-8 and UTF-16 are read by their mark, with each delimiter and line end, and lines stay those of the file",
        arguments: [",", ";", "\t"], ["\n", "\r\n", "\r"])
    func encodings(_ delimiter: String, _ end: String) throws {
        let expected = ["2 a: Größe 😀", "4 b: 日本", "7 c: ok"]
        for stated in ["", "sep=\(delimiter)\(end)", "\"SEP=\(delimiter)\"\(end)"] {
            let text = stated + Self.table(delimiter, end)
            let rows =
                stated.isEmpty ? expected : ["3 a: Größe 😀", "5 b: 日本", "8 c: ok"]
            #expect(try Self.told(Array(text.utf8)) == rows)
            #expect(try Self.told([0xEF, 0xBB, 0xBF] + Array(text.utf8)) == rows)
            #expect(try Self.told([0xFF, 0xFE] + Self.utf16(text, bigEndian: false)) == rows)
            #expect(try Self.told([0xFE, 0xFF] + Self.utf16(text, bigEndian: true)) == rows)
        }
    }

    @Test("A long file in UTF-16 is read as the same file in UTF-8, wherever its pieces end")
    func longFile() throws {
        for shift in 0..<3 {
            let title = String(repeating: "a", count: shift) + String(repeating: "😀é日", count: 3_000)
            let text =
                Self.header + "\n"
                + (1...9).map { "r\($0),\(title),D,https://l.example.com,https://i.example.com\n" }.joined()
            let rows = try Self.told(Array(text.utf8))
            #expect(rows.count == 9)
            #expect(try Self.told([0xFF, 0xFE] + Self.utf16(text, bigEndian: false)) == rows)
        }
    }

    static let refused: [(bytes: [UInt8], message: String)] = [
        (
            utf16(header + "\n", bigEndian: false),
            "line 1: the file looks like UTF-16 and has no byte order mark; \(advice)"
        ),
        (
            utf16(header + "\n", bigEndian: true),
            "line 1: the file looks like UTF-16 and has no byte order mark; \(advice)"
        ),
        ([0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0], "line 1: the file is UTF-32; \(advice)"),
        (
            Array("\n\nr".utf8) + [0xE9] + Array("f,title\n".utf8),
            "line 3: the header is not UTF-8, and looks like windows-1252; \(advice)"
        ),
        (Array("t".utf8) + [0x81] + Array(",a\n".utf8), "line 1: the header is not UTF-8; \(advice)"),
        (
            Array("sep=|\n\(header)\n".utf8),
            "line 1: sep= says another delimiter; a comma, a semicolon or a tab was expected"
        ),
        ([0xFF, 0xFE], "the file is empty; a header was expected"),
    ]

    @Test("Other encodings are refused by name, with what to choose", arguments: refused)
    func others(_ bytes: [UInt8], _ message: String) {
        let thrown = #expect(throws: PushFileProblem.self) { try Self.rows(bytes) }
        #expect(thrown?.message == message)
    }

    @Test("A broken pair in UTF-16 refuses its row alone")
    func brokenPair() throws {
        let row = "r,T,D,https://l.example.com,https://i.example.com\n"
        let bytes =
            [0xFF, 0xFE] + Self.utf16(Self.header + "\n" + row + "s,", bigEndian: false) + [0x3D, 0xD8]
            + Self.utf16(String(row.dropFirst(2)), bigEndian: false)
        #expect(
            try Self.told(bytes)
                == ["2 r: T", "3 : title is not UTF-8; \(Self.advice)"])
    }

    @Test("An uploaded file that a page cannot keep is refused with the place")
    func pages() throws {
        let text = "\(Self.header)\nr,T\u{0},D\n"
        let nul = #expect(throws: PushFileProblem.self) { try PushFile.text(Array(text.utf8)) }
        #expect(nul?.message == "line 2, column 4: a NUL character cannot be pushed")
        let latin = #expect(throws: PushFileProblem.self) {
            try PushFile.text(Array("a\nb\n".utf8) + [0xE9, 0x0A])
        }
        #expect(
            latin?.message == "line 3: the file is not UTF-8, and looks like windows-1252; \(Self.advice)")
        #expect(try PushFile.text([0xFF, 0xFE] + Self.utf16("é\n", bigEndian: false)) == "é\n")
    }

    static let hostile: [(row: String, problem: String)] = [
        (
            "r\u{0},T,D",
            "external_reference holds U+0000; control characters and marks of direction are not allowed"
        ),
        ("r,T\u{202E},D", "title holds U+202E; control characters and marks of direction are not allowed"),
        (
            "r,T,D\u{1B}",
            "description holds U+001B; control characters and marks of direction are not allowed"
        ),
        (
            String(repeating: "é", count: 513) + ",T,D",
            "external_reference has 1026 bytes; 1,024 at most were expected"
        ),
    ]

    @Test(
        "Characters that no name may hold, and references that are too long, refuse their row",
        arguments: hostile)
    func characters(_ row: String, _ problem: String) throws {
        let text = "\(Self.header)\n\(row),https://l.example.com,https://i.example.com\n"
        let told = try Self.told(Array(text.utf8))
        #expect(told.count == 1)
        #expect(told.first?.hasPrefix("2 ") == true)
        #expect(told.first?.hasSuffix(": \(problem)") == true, "\(told)")
    }

    @Test("Joiners, emoji and lines of a description are no control characters")
    func joiners() throws {
        let text =
            "\(Self.header)\nr,\"क्‍ष\r\n👩‍🏫\",\"two\r\n\tlines\",https://l.example.com,https://i.example.com\n"
        #expect(try Self.told(Array(text.utf8)) == ["2 r: क्‍ष 👩‍🏫"])
    }
}
