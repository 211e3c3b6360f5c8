import ConnectorKit
import Foundation
import Markup
import Testing
import TestSupport

@Suite("Hostile XML")
struct XMLLimitsTests {
    private func fault(_ text: String) -> String? {
        do {
            try XMLReader.read(Array(text.utf8)) { _ in }
            return nil
        } catch {
            return error.problem
        }
    }

    @Test("A declaration of expanding entities is rejected")
    func bomb() {
        let entities = (1...9).map { "<!ENTITY e\($0) '\(String(repeating: "&e\($0 - 1);", count: 10))'>" }
        let bomb = "<!DOCTYPE a [<!ENTITY e0 'ha'>\(entities.joined())]><a>&e9;</a>"
        #expect(fault(bomb) == "a document type declaration, which is not read")
    }

    @Test("An external entity is never opened")
    func external() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).txt")
        try Data("secret".utf8).write(to: file)
        defer { file.remove() }
        let document = "<!DOCTYPE a [<!ENTITY x SYSTEM '\(file.absoluteString)'>]><a>&x;</a>"
        var events: [XMLEvent] = []
        #expect(throws: XMLFault.self) { try XMLReader.read(Array(document.utf8)) { events.append($0) } }
        #expect(events == [])
    }

    @Test("The depth of elements is limited")
    func depth() {
        func nested(_ depth: Int) -> String {
            String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
        }
        #expect(fault(nested(XMLReader.maximumDepth)) == nil)
        #expect(fault(nested(XMLReader.maximumDepth + 1)) == "more than 128 elements within each other")
        #expect(fault(nested(100_000)) == "more than 128 elements within each other")
    }

    @Test("Too many attributes or namespaces end the reading")
    func attributes() {
        let attributes = (0..<257).map { " a\($0)=''" }.joined()
        #expect(fault("<a\(attributes)/>") == "an element of more than 256 attributes")
        let namespaces = (0..<257).map { " xmlns:a\($0)='urn:a'" }.joined()
        #expect(fault("<a\(namespaces)/>") == "an element of more than 256 attributes")
        let many = (0..<200_000).map { " a\($0)=''" }.joined()
        #expect(fault("<a\(many)/>") == "more than 65536 bytes of distinct names")
    }

    @Test("A long text is reported whole in one event")
    func longText() throws {
        let text = String(repeating: "0123456789", count: 1_500_000)
        var texts: [String] = []
        try XMLReader.read(Array("<a>\(text)</a>".utf8)) {
            if case .text(let text) = $0 { texts.append(text) }
        }
        #expect(texts.map(\.utf8.count) == [15_000_000])
    }

    @Test("Reading ends for any bytes, and the events are balanced", arguments: 0..<8)
    func fuzz(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let pieces = [
            "<a>", "</a>", "<b x='1'>", "</b>", "<c/>", "&amp;", "&#1;", "&x;", "<![CDATA[", "]]>", "<!--",
            "-->",
            "<?p", "?>", "<!DOCTYPE a [", "]>", "text", "\u{1}", "é", "<", ">", "'", "xmlns:p='u'", "<p:d>",
            "</p:d>",
        ]
        for _ in 0..<200 {
            let text = "<r>" + (0..<random.number(0...30)).map { _ in random.pick(pieces) }.joined() + "</r>"
            var depth = 0
            var deepest = 0
            do {
                try XMLReader.read(Array(text.utf8)) { event in
                    switch event {
                    case .start: depth += 1
                    case .end: depth -= 1
                    case .text, .flaw: break
                    }
                    deepest = min(deepest, depth)
                }
                #expect(depth == 0, "\(text)")
            } catch {
                #expect(!error.problem.isEmpty)
            }
            #expect(deepest == 0, "\(text)")
        }
    }
}
