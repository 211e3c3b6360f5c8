@testable import ConfigurationFiles
import ConnectorKit
import Foundation
import Model
import Testing

/// Right files, changed at random: nothing crashes, and a rewrite touches nothing it should not.
@Suite("Mutated configuration files")
struct MutationTests {
    /// SplitMix64, so that a failure comes again.
    private struct Random: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
            return value ^ (value >> 31)
        }
    }

    private static let seeds =
        filterRewrites.map(\.before) + [
            goodGroup + "    filters:\n      languages: [en, fr]\n    schedule: { catalog: \"07:40\" }\n"
        ]
    private static let snippets = [
        "[", "]", "{", "}", ",", ":", ": ", "- ", "#", " # x", "\n", "\r\n", "\t", " ", "  ", "&a ", "*a",
        "|\n", ">",
        "\"", "'", "? ", "<<: ", "---\n", "...", "!!str ", "~", "é", "\u{FEFF}", "\u{85}", "\u{2028}", "\0",
        "${X}", "%",
    ]

    private func mutate(_ text: String, _ random: inout Random) -> [UInt8] {
        var bytes = Array(text.utf8)
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let at = Int.random(in: 0...bytes.count, using: &random)
            let length = min(Int.random(in: 0...4, using: &random), bytes.count - at)
            let new = Bool.random(using: &random) ? Self.snippets.randomElement(using: &random) ?? "" : ""
            bytes.replaceSubrange(at..<at + length, with: Array(new.utf8))
        }
        return bytes
    }

    @Test("a rewrite of any file is refused, or touches nothing but what it is to set")
    func rewrite() throws {
        var random = Random(state: 1)
        let folder = try ConfigurationFolder()
        let file = folder.url.appending(path: "providers/sales.yaml")
        let filters = Filters(languages: ["sv", "nl"].compactMap(LanguageTag.init), contentTypes: ["link"])
        var changed = 0
        for round in 0..<600 {
            let before = mutate(Self.seeds[round % Self.seeds.count], &random)
            try Data(before).write(to: file)
            if round % 3 == 0 { _ = folder.mistakes() }
            var edit = try ConfigurationEdit(file: file, shownAs: "sales.yaml")
            do throws(EditRefusal) {
                try edit.setFilters(filters)
            } catch {
                #expect(!edit.isChanged)
                continue
            }
            guard edit.isChanged else { continue }
            changed += 1
            #expect(try touchesOnlyFilters(before, edit.bytes), "\(String(decoding: before, as: UTF8.self))")
            let again = edit.bytes
            try edit.setFilters(filters)
            #expect(edit.bytes == again)
        }
        #expect(changed > 150)
    }

    /// Whether all that differs is new, or lies in the lines of the value that had to change: the
    /// filters, or else the nearest value around them, where that was null or a flow mapping.
    private func touchesOnlyFilters(_ before: [UInt8], _ after: [UInt8]) throws -> Bool {
        let prefix = zip(before, after).prefix { $0 == $1 }.count
        let most = min(before.count, after.count) - prefix
        let suffix = zip(before.reversed(), after.reversed()).prefix { $0 == $1 }.count
        if prefix + suffix >= before.count { return true }
        let source = SourceText(before)
        guard var node = try YAMLDocument(parsing: source).root else { return false }
        var start = node.span.lowerBound
        for name in ["providers", "go1", "filters"] {
            guard let entry = node.entry(name) else { break }
            node = entry.value
            start = entry.key.span.lowerBound
        }
        return prefix >= start
            && before.count - min(suffix, most) <= source.nextLineStart(after: node.span.upperBound)
    }
}
