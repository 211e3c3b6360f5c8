@testable import Push
import Testing

@testable import Host

@Suite struct CSVReaderTests {
    typealias Row = (text: String, records: [String])

    /// Each record as `line: cell|cell`, or `line! problem`.
    static let rows: [Row] = [
        ("", []), ("\n\r\n", []), ("a,b\n", ["1: a|b"]), ("a,b", ["1: a|b"]),
        ("a,b\r\nc,d\r\n", ["1: a|b", "2: c|d"]),
        ("a\rb\r", ["1: a", "2: b"]), (",\n", ["1: |"]), ("\"\"\n", ["1: "]),
        ("\"a,b\",\"c\"\"d\"\n", ["1: a,b|c\"d"]),
        ("\"x\ny\r\nz\",1\nnext\n", ["1: x\ny\r\nz|1", "4: next"]),
        ("a\n\n\nb\n", ["1: a", "4: b"]), ("\"a\"b,c\nd\n", ["1! textAfterQuote", "2: d"]),
        ("a\n\"never\nclosed", ["1: a", "2! openQuote"]), ("a b\"c,d\n", ["1: a b\"c|d"]),
    ]

    private static func read(_ text: String, pieces: Int) -> [String] {
        var reader = CSVReader()
        var told: [String] = []
        func tell(_ record: CSVReader.Record) {
            switch record.cells {
            case .success(let cells):
                let texts = cells.map { String(decoding: $0, as: UTF8.self) }
                told.append("\(record.line): \(texts.joined(separator: "|"))")
            case .failure(let problem): told.append("\(record.line)! \(problem)")
            }
        }
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            reader.read(rest.prefix(pieces), tell)
            rest = rest.dropFirst(pieces)
        }
        if let last = reader.end() { tell(last) }
        return told
    }

    @Test(
        "a record is its cells and the physical line it begins on, however the bytes come",
        arguments: [1, 2, 3, 1_000])
    func records(pieces: Int) {
        for row in Self.rows { #expect(Self.read(row.text, pieces: pieces) == row.records) }
    }

    @Test("a row without an end is given up after 1 MiB, and the rest is read")
    func tooLarge() {
        let line = String(repeating: "x", count: 99) + "\n"
        let count = CSVReader.limit / 100 + 10
        let text = "a\n\"" + String(repeating: line, count: count) + "b\n"
        let told = Self.read(text, pieces: 65_536)
        #expect(told.prefix(2) == ["1: a", "2! tooLarge"])
        #expect(told.last == "\(count + 2): b")
    }
}
