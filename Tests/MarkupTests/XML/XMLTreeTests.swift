import Markup
import Testing

@Suite("Trees of the wanted elements")
struct XMLTreeTests {
    private func trees(_ text: String) throws -> (trees: [XMLTree], builder: XMLTreeBuilder) {
        var builder = XMLTreeBuilder { name, open in name.local == "item" && open.count == 2 }
        var trees: [XMLTree] = []
        try XMLReader.read(Array(text.utf8)) { event in
            if let tree = builder.consume(event) { trees.append(tree) }
        }
        return (trees, builder)
    }

    @Test("each wanted element becomes a tree, and everything around it is skipped")
    func wanted() throws {
        let found = try trees("<r>x<l>y<item n='1'>a<b>c</b>d</item><item/></l><item>too high</item></r>")
        #expect(found.trees.count == 2)
        #expect(found.trees[0].attributes == ["n": "1"])
        #expect(found.trees[0].text == "ad")
        #expect(found.trees[0].content == "acd")
        #expect(found.trees[0].children.map(\.text) == ["c"])
        #expect(found.trees[0].child(XMLName("b"))?.text == "c")
        #expect(found.trees[0].child(XMLName("b", in: "urn:1")) == nil)
        #expect(found.trees[1] == XMLTree(XMLName("item")))
        #expect(found.builder.open == [])
    }

    @Test("an element of the same name within a tree belongs to it")
    func nested() throws {
        let found = try trees("<r><l><item>1<item>2</item></item></l></r>")
        #expect(found.trees.map(\.text) == ["1"])
        #expect(found.trees.first?.children.map(\.text) == ["2"])
    }

    @Test("a flaw is reported only for the tree that contains it")
    func flaws() throws {
        let found = try trees("<r><l><item>1</item><item><b>&#xFFFE;</b></item><item>3</item></l></r>")
        #expect(found.trees.map { $0.flaw == nil } == [true, false, true])
        #expect(found.builder.flaw == nil)
        #expect(try trees("<r>&#xFFFE;<l><item/></l></r>").builder.flaw != nil)
    }

    @Test("the content of an element is its text with that of the elements within, in order")
    func content() throws {
        let item = try #require(
            try trees("<r><l><item>On <i>Homo <b>é</b></i> and<br/>H<s>2</s>O</item></l></r>").trees.first)
        #expect(item.content == "On Homo é and\n\nH2O")
    }

    @Test("the size of a tree is limited, and the next tree is whole again")
    func size() throws {
        func item(_ children: Int) -> String {
            "<item>" + String(repeating: "<a>x</a>", count: children) + "</item>"
        }
        let most = XMLTreeBuilder.maximumElements - 1
        let found = try trees("<r><l>\(item(most))\(item(most + 2))\(item(1))</l></r>")
        #expect(found.trees.map(\.children.count) == [most, most, 1])
        #expect(found.trees.map(\.isTooLarge) == [false, true, false])
    }
}
