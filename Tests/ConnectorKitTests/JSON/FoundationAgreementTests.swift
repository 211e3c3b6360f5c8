import ConnectorKit
import Foundation
import Testing

/// Compares with Foundation's readers. The known differences are excluded by name below:
/// - JSONSerialization accepts a comma before `]` or `}`, which RFC 8259 does not allow.
/// - It rejects numbers beyond Double; here numbers stay as written.
/// - It rejects lone surrogates in escapes; here they become U+FFFD.
/// - It detects UTF-16 and UTF-32, which RFC 8259 excludes, by a NUL near the beginning.
@Suite("Agreement with Foundation")
struct FoundationAgreementTests {
    @Test("mutated documents are accepted or rejected as by JSONSerialization", arguments: 0..<4)
    func acceptance(_ part: Int) {
        var random = SeededRandom(seed: UInt64(part))
        var read = 0
        var refused = 0
        for _ in 0..<10_000 {
            let body = mutated(&random)
            if body.prefix(4).contains(0) || body.starts(with: [0xFF, 0xFE])
                || body.starts(with: [0xFE, 0xFF])
            {
                continue
            }
            let ours = fault(body)?.message
            let theirs = foundationRefusal(body)
            if ours == nil { read += 1 } else { refused += 1 }
            if (ours == nil) == (theirs == nil) || isKnown(body, ours, theirs) { continue }
            Issue.record("\(String(decoding: body, as: UTF8.self)): \(ours ?? "read") / \(theirs ?? "read")")
        }
        #expect(read > 500)
        #expect(refused > 5_000)
    }

    @Test("decoded values equal those of JSONDecoder")
    func values() throws {
        struct Course: Codable {
            var title: String
            var count: Int64
            var score: Double
            var free: Bool
            var note: String?
            var authors: [Author]
            struct Author: Codable { var name: String }
        }
        var random = SeededRandom(seed: 7)
        let encoder = JSONEncoder()
        let paths = JSONPaths(["title", "count", "score", "free", "note", "authors[].name"])
        for round in 0..<2_000 {
            encoder.outputFormatting = round.isMultiple(of: 2) ? [.prettyPrinted, .sortedKeys] : []
            let body = try encoder.encode(
                Course(
                    title: text(&random), count: Int64(truncatingIfNeeded: random.next()),
                    score: Double(random.number(-1_000_000...1_000_000)) / 1_024,
                    free: random.number(0...1) == 1,
                    note: random.number(0...1) == 1 ? text(&random) : nil,
                    authors: (0..<random.number(0...3)).map { _ in .init(name: text(&random)) }))
            let course = try JSONDecoder().decode(Course.self, from: body)
            let values = try SourceDocument(json: ArraySlice(body), paths: paths).values
            #expect(values[0] == [.text(course.title)])
            #expect(values[1] == [.number(String(course.count))])
            guard case .number(let score) = values[2].first else { throw Unexpected() }
            #expect(Double(score) == course.score)
            #expect(values[3] == [.boolean(course.free)])
            #expect(values[4] == course.note.map { [.text($0)] } ?? [])
            #expect(values[5] == course.authors.map { .text($0.name) })
        }
    }

    private struct Unexpected: Error {}

    // MARK: - Documents

    private let seeds = [
        #"{"id": 1868492, "title": "Basic \"First\" Aid é 😀 中", "n": [1, -2.5, 1e3, 0, -0, 0.1e-2]}"#,
        #"["\u00e9\ud83d\ude00\/\b\f\n\r\t\\\"", {"a": {"b": [[], {}]}}, "plain", true, false, null]"#,
        #"{"a":"b","a":"c","hits":[{"id":1},{"id":"2"}],"e":1.7976931348623157e308}"#,
        "  [ 1 , 2 ]\n\t ", "\"x\"", "-12.5E+3", "true", "null", "12345678901234567890", "\u{FEFF}[1]",
    ]

    private let pieces: [[UInt8]] =
        [
            "\"", "\\", "{", "}", "[", "]", ",", ":", "0", "1", "-", "+", ".", "e", "u", "\\u", "d8", " ",
            "\n",
            "/", "true", "null", "é", "😀", "\u{0}", "\u{1F}", "\u{7F}", "'", "//", "NaN", "\\ud800",
            "\\udc00",
            "\u{FEFF}", "1e999", "00",
        ].map { Array($0.utf8) } + [
            [0x80], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF], [0xE2, 0x82],
        ]

    private func mutated(_ random: inout SeededRandom) -> [UInt8] {
        var body = Array(random.pick(seeds).utf8)
        for _ in 0..<random.number(1...3) {
            let place = random.number(0...body.count)
            let after = min(body.count, place + random.number(1...8))
            switch random.number(0...4) {
            case 0 where place < body.count: body[place] = UInt8(random.number(0...255))
            case 1: body.removeSubrange(place..<after)
            case 2: body.insert(contentsOf: body[place..<after], at: random.number(0...body.count))
            case 3: body = Array(body.prefix(place))
            default: body.insert(contentsOf: random.pick(pieces), at: place)
            }
        }
        return body
    }

    private func text(_ random: inout SeededRandom) -> String {
        (0..<random.number(0...40)).map { _ in
            random.pick([
                "a", "Z", " ", "\"", "\\", "/", "\n", "\u{0}", "\u{1F}", "é", "中", "😀", "<b>", "\u{2028}",
            ])
        }.joined()
    }

    private func foundationRefusal(_ body: [UInt8]) -> String? {
        do {
            _ = try JSONSerialization.jsonObject(with: Data(body), options: .fragmentsAllowed)
            return nil
        } catch {
            return "\((error as NSError).userInfo["NSDebugDescription"] ?? error)"
        }
    }

    private func isKnown(_ body: [UInt8], _ ours: String?, _ theirs: String?) -> Bool {
        if let ours {
            return ours.hasSuffix("expected a value, found \"]\"")
                || ours.hasSuffix("expected a member's name, found \"}\"")
        }
        if let theirs, theirs.hasPrefix("Number "), theirs.hasSuffix(" is not representable in Swift.") {
            return true
        }
        return String(decoding: body, as: UTF8.self).contains(/\\u[dD][89a-fA-F]/)
    }
}
