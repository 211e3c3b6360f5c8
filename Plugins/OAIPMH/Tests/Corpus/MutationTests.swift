import ConnectorKit
import Foundation
import TestSupport
import Testing

@testable import OAIPMH

@Suite("Broken answers")
struct MutationTests {
    /// More in a slow run.
    static let seeds =
        ProcessInfo.processInfo.environment["TRIBUTARY_SLOW_TESTS"] == nil ? 0..<8 : 0..<100

    @Test(
        "one broken place archives nothing, loses no other record, and is named", arguments: seeds,
        [GoodAnswer.last, .first])
    func broken(seed: Int, good: GoodAnswer) async throws {
        let intact = try await good.page(good.bytes).get()
        let digests = Dictionary(uniqueKeysWithValues: intact.items.map { ($0.id, $0.digest) })
        #expect(digests.count == GoodAnswer.live.count)
        for number in 0..<25 {
            var random = SeededRandom(seed: UInt64(seed), number)
            let mutation = good.mutation(&random)
            let comment = Comment("\(mutation)")
            let page: CatalogPage
            switch await good.page(mutation.bytes) {
            case .failure(let failure):
                #expect(failure.message.hasPrefix("\(GoodAnswer.label): "), comment)
                continue
            case .success(let found): page = found
            }
            #expect(page.isLast == intact.isLast, comment)
            #expect(Set(page.deleted).isSubset(of: intact.deleted), comment)
            let listed = Dictionary(page.items.map { ($0.id, $0.digest) }) { $1 }
            // Rows without an id may be any item, so nothing is archived for absence (rule C16).
            if !page.refused.contains(where: { $0.id == nil }) {
                let known = Set(listed.keys).union(page.refused.compactMap(\.id))
                #expect(known.isSuperset(of: GoodAnswer.live), comment)
            }
            for id in GoodAnswer.live where !mutation.touches(good.place(of: id)) {
                #expect(listed[id] == digests[id], "\(id): \(mutation)")
            }
            for item in page.refused {
                let named = item.id != nil || item.reason.hasPrefix("page 1, row ")
                #expect(named && !item.reason.isEmpty, comment)
            }
            #expect(page.remarks.allSatisfy { $0.hasPrefix("\(GoodAnswer.label): ") }, comment)
        }
    }
}

/// An answer that is as it should be.
struct GoodAnswer: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]

    static let live = ["oai:a", "oai:b", "oai:c", "oai:d", "oai:e"]
    static let label = "GET https://repository.example.edu/oai?verb=ListRecords, page 1"

    static let last = GoodAnswer(
        testDescription: "the last page", token: "<resumptionToken cursor=\"0\" completeListSize=\"6\"/>")
    static let first = GoodAnswer(
        testDescription: "the first page",
        token: "<resumptionToken cursor=\"0\" completeListSize=\"60\">abc/def</resumptionToken>")

    private init(testDescription: String, token: String) {
        self.testDescription = testDescription
        let records = Self.live.map {
            Text.record($0, "On <i>Law</i> &amp; order", more: "<dc:language>en</dc:language>")
        }
        let all = records.prefix(2) + [Text.deleted("oai:z")] + records.dropFirst(2)
        bytes = Array(Text.answer(all.joined(separator: "\n") + "\n" + token).utf8)
    }

    /// Reads an answer as the first page of a listing.
    func page(_ bytes: [UInt8]) async -> Result<CatalogPage, Failure> {
        let client = ScriptedClient(.identify(), HTTPResponse(status: 200, body: bytes))
        do throws(Failure) {
            let answer = try await oai.page(
                PageRequest(), of: Connection(settings: settings(), client: client))
            guard case .page(let page) = answer else { return .failure(.fatal("no page")) }
            return .success(page)
        } catch { return .failure(error) }
    }

    /// Where a record is.
    func place(of id: String) -> Range<Int> {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let id = text.range(of: ">\(id)<"),
            let start = text.range(
                of: "<record>", options: .backwards, range: text.startIndex..<id.lowerBound),
            let end = text.range(of: "</record>", range: id.upperBound..<text.endIndex)
        else { return 0..<0 }
        return text.utf8.distance(
            from: text.startIndex, to: start.lowerBound)..<text.utf8
            .distance(from: text.startIndex, to: end.upperBound)
    }

    /// The texts of identifiers and of the token: another one would be another answer, not a broken one.
    private var protected: [Range<Int>] {
        let text = String(decoding: bytes, as: UTF8.self)
        return (Self.live + ["oai:z", "abc/def"]).compactMap { text.range(of: ">\($0)<") }.map {
            text.utf8.distance(
                from: text.startIndex, to: $0.lowerBound)..<text.utf8
                .distance(from: text.startIndex, to: $0.upperBound)
        }
    }
}

/// A change of one place.
struct Mutation: CustomStringConvertible {
    let description: String
    let bytes: [UInt8]
    /// What was changed of the intact answer.
    let range: Range<Int>

    func touches(_ other: Range<Int>) -> Bool {
        range.lowerBound <= other.upperBound && range.upperBound >= other.lowerBound
    }
}

extension GoodAnswer {
    private static let snippets = [
        "&", "<", ">", "<br>", "</p>", "</dc:title>", "<dc:title>", "<!--", "-->", "<![CDATA[", "]]>",
        "\u{1}",
        "\u{0}", "&nbsp;", "&nope;", "&#2;", "<?xml version='1.0'?>", "<?php", "\nWarning: x & y\n",
        "</record>",
        "<record>", "<header>", "</header>", "</metadata>", "<metadata>", "</ListRecords>", "</OAI-PMH>",
        "<html>",
        "\u{FEFF}", "<!DOCTYPE x>", "<resumptionToken/>", "<resumptionToken>", "\"", "é", "<x:y>", "<a b=c>",
    ]

    /// Returns a change that breaks one place, the same one for the same numbers.
    func mutation(_ random: inout SeededRandom) -> Mutation {
        while true {
            let start = random.below(bytes.count)
            let length = 1 + random.below(40)
            let end = min(bytes.count, start + length)
            var changed = bytes
            var range = start..<end
            let kind: String
            switch random.below(7) {
            case 0:
                range = start..<bytes.count
                changed.removeSubrange(range)
                return Mutation(description: "cut off at \(start)", bytes: changed, range: 0..<bytes.count)
            case 1:
                let byte = random.pick(Array("&<>\"'/!-]=:".utf8) + [0, 1, 0x80, 0xC3, 0xFF])
                range = start..<start + 1
                changed[start] = byte
                kind = "byte \(byte)"
            case 2:
                changed.removeSubrange(range)
                kind = "removed"
            case 3:
                changed.insert(contentsOf: bytes[range], at: start)
                kind = "doubled"
            case 4:
                guard start + 1 < bytes.count else { continue }
                range = start..<start + 2
                changed.swapAt(start, start + 1)
                kind = "swapped"
            default:
                let snippet = random.pick(Self.snippets)
                range = start..<start
                changed.insert(contentsOf: snippet.utf8, at: start)
                kind = "inserted \(snippet)"
            }
            let mutation = Mutation(description: "\(kind) at \(range)", bytes: changed, range: range)
            if !protected.contains(where: mutation.touches) { return mutation }
        }
    }
}
