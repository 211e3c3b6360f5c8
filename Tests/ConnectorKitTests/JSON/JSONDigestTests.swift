import Foundation
import Testing

@testable import ConnectorKit

@Suite("Digests of mapped values")
struct JSONDigestTests {
    private let paths = JSONPaths(["id", "title", "delivery.duration", "authors[].name", "tags[]", "free"])

    private func digest(_ element: String, version: Int = 1) throws -> UInt64 {
        let body = Array(#"{"hits":[\#(element)]}"#.utf8)
        let listing = try JSONListing(
            body, elementsOf: "hits", paths: paths, identity: 0..<1, version: version)
        return try #require(listing.elements.first).digest
    }

    private let item =
        #"{"id":1,"title":"A/B","delivery":{"duration":45,"mode":"x"},"#
        + #""authors":[{"name":"Ann"},{"name":"Bo"}],"#
        + #""tags":["a","b"],"free":true,"reviews":{"count":3}}"#

    @Test(
        "values that are not mapped do not change the digest",
        arguments: [
            // the order of members, and white space
            #"{ "free" : true, "tags":[ "a", "b" ], "#
                + #""authors":[{"name":"Ann"},{"name":"Bo"}],"reviews":{"count":3},"#
                + "\n\t" + #""title":"A/B","delivery":{"mode":"x","duration":45},"id":1}"#,
            // the spelling of a text
            #"{"id":1,"title":"\u0041\/B","delivery":{"duration":45},"#
                + #""authors":[{"name":"Ann"},{"name":"Bo"}],"#
                + #""tags":["a","b"],"free":true}"#,
            // members that are not mapped
            #"{"id":1,"title":"A/B","delivery":{"duration":45,"mode":[{}]},"authors":[{"id":7,"name":"Ann"},"#
                + #"{"name":"Bo"}],"tags":["a","b"],"free":true,"reviews":{"count":4},"new":["title"]}"#,
            // a repeated member: the first counts
            #"{"id":1,"id":2,"title":"A/B","delivery":{"duration":45},"#
                + #""authors":[{"name":"Ann"},{"name":"Bo"}],"#
                + #""tags":["a","b"],"free":true,"tags":[]}"#,
        ])
    func unmapped(_ other: String) throws {
        #expect(try digest(other) == digest(item))
    }

    @Test("every change of a mapped value makes another digest")
    func mapped() throws {
        let changes = [
            ("\"id\":1", "\"id\":2"), ("\"id\":1", "\"id\":\"1\""), ("\"id\":1", "\"id\":null"),
            ("\"id\":1,", ""),
            ("A/B", "A/C"), ("A/B", ""), ("\"A/B\"", "null"), ("45", "46"), ("45", "45.0"), ("45", "[]"),
            ("45", "{}"), ("45", "true"), ("45", "false"),
            ("Ann", "Bo"), (#"{"name":"Ann"},"#, ""), (#"{"name":"Bo"}"#, #"{"name":"Bo"},{"name":""}"#),
            (#"["a","b"]"#, #"["b","a"]"#), (#"["a","b"]"#, #"["ab"]"#), (#"["a","b"]"#, #"["a","b",null]"#),
            (#"["a","b"]"#, "[]"), ("\"tags\":[\"a\",\"b\"],", ""), ("true", "false"), ("true", "\"true\""),
            (#""title":"A/B""#, #""other":"A/B""#),
        ]
        var seen: [UInt64: String] = [try digest(item): "unchanged"]
        for (old, new) in changes {
            let range = try #require(item.range(of: old))
            let changed = item.replacingCharacters(in: range, with: new)
            // Two of the changes result in the same values: no tags, and no member of that name.
            if changed.contains("\"tags\":[]") { continue }
            let before = seen.updateValue("\(old) to \(new)", forKey: try digest(changed))
            #expect(before == nil, "\(old) to \(new) digests like \(before ?? "")")
        }
        let raised = try digest(item, version: 2)
        #expect(seen[raised] == nil)
    }

    @Test("two documents have the same digest if and only if their mapped values are the same")
    func fuzz() throws {
        var random = SeededRandom(seed: 11)
        var digests: [String: UInt64] = [:]
        var owners: [UInt64: String] = [:]
        var repetitions = 0
        for _ in 0..<20_000 {
            let element = self.element(&random)
            let values = try SourceDocument(json: Array(element.utf8)[...], paths: paths).values
            let key = "\(values)"
            let digest = try digest(element)
            if let known = digests.updateValue(digest, forKey: key) {
                repetitions += 1
                #expect(known == digest, "\(element)")
            }
            #expect(owners.updateValue(key, forKey: digest) ?? key == key, "\(element)")
        }
        #expect(repetitions > 500)
        #expect(digests.count > 500)
    }

    @Test("digests are the same in every process and on every machine")
    func stable() throws {
        #expect(try digest("{}") == 0xFFCD_944D_180A_9AFF)
        #expect(try digest(item) == 0x2245_C821_AF62_0025)
    }

    @Test("a value at the end of the bytes has the same digest as one before other bytes")
    func edges() {
        for length in 0...24 {
            let text = Array("abcdefghijklmnopqrstuvwxyz".utf8.prefix(length))
            func digest(_ bytes: [UInt8]) -> UInt64 {
                var digest = JSONDigest(seed: 3)
                bytes.withUnsafeBytes { digest.add($0, 0..<length) }
                return digest.value
            }
            #expect(digest(text) == digest(text + Array("0123456789".utf8)))
            #expect(digest(text) == digest(text + [0]))
        }
    }

    private func element(_ random: inout SeededRandom) -> String {
        let scalars = [
            "1", "2", "\"1\"", "null", "true", "\"\"", "\"a\"", "\"\\u0061\"", "[]", "{}", "\"aa\"",
        ]
        func list(_ element: (inout SeededRandom) -> String) -> String {
            "[" + (0..<random.number(0...2)).map { _ in element(&random) }.joined(separator: ",") + "]"
        }
        var members: [String] = []
        if random.number(0...2) > 0 { members.append("\"id\":\(random.pick(scalars))") }
        if random.number(0...3) == 0 { members.append("\"title\":\(random.pick(scalars))") }
        if random.number(0...3) == 0 { members.append("\"delivery\":{\"duration\":\(random.pick(scalars))}") }
        if random.number(0...3) == 0 {
            members.append("\"authors\":" + list { "{\"name\":\($0.pick(scalars))}" })
        }
        if random.number(0...3) == 0 { members.append("\"tags\":" + list { $0.pick(scalars) }) }
        if random.number(0...1) == 0 { members.append("\"other\":\(random.pick(scalars))") }
        return "{" + members.shuffled(using: &random).joined(separator: ",") + "}"
    }
}
