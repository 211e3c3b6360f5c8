import ConnectorKit
import Testing

@Suite("A page of a listing")
struct JSONListingTests {
    private let paths = JSONPaths(["lo_id", "gc_lo_id", "title", "authors[].name"])

    private func read(_ body: String, members: [String] = []) throws(JSONFault) -> JSONListing {
        try JSONListing(
            Array(body.utf8), elementsOf: "hits", members: members, paths: paths, identity: 0..<2, version: 1)
    }

    @Test("elements are found with their bytes, whatever surrounds them")
    func elements() throws {
        let body = #" {"x":{"hits":[9]}, "hits" : [ {"title":"é"} ,{},7,"a" , [1], null ] ,"hits":[{}]} "#
        let bytes = Array(body.utf8)
        let listing = try read(body)
        #expect(
            listing.elements.map { String(decoding: bytes[$0.range], as: UTF8.self) }
                == [#"{"title":"é"}"#, "{}", "7", "\"a\"", "[1]", "null"])
        #expect(listing.elements.allSatisfy { $0.id == nil })
    }

    @Test(
        "the id is the first value other than null at the identity's paths",
        arguments: [
            (#"{"gc_lo_id":"2","lo_id":1}"#, .number("1")),
            (#"{"lo_id":null,"gc_lo_id":"2"}"#, .text("2")),
            (#"{"gc_lo_id":"\u0032"}"#, .text("2")),
            (#"{"lo_id":{"x":1}}"#, .composite("an object")),
            (#"{"lo_id":null}"#, nil),
            (#"{"title":"x"}"#, nil),
        ] as [(String, SourceValue?)])
    func identity(_ element: String, _ id: SourceValue?) throws {
        #expect(try read(#"{"hits":[\#(element),{"lo_id":"other"}]}"#).elements.first?.id == id)
    }

    @Test("the kind is found like the id, and may be one of its paths")
    func kind() throws {
        let body = #"{"hits":[{"title":"a","lo_id":1},{"lo_id":2,"title":null},{"gc_lo_id":3}]}"#
        func kinds(_ kind: Range<Int>) throws -> [SourceValue?] {
            try JSONListing(
                Array(body.utf8), elementsOf: "hits", paths: paths, identity: 0..<2, kind: kind, version: 1
            ).elements.map(\.kind)
        }
        #expect(try kinds(2..<3) == [.text("a"), nil, nil])
        #expect(try kinds(1..<3) == [.text("a"), nil, .number("3")])
        #expect(try kinds(0..<0) == [nil, nil, nil])
    }

    @Test("only the requested members are read, before and after the list")
    func members() throws {
        let body =
            #"{"total":82137,"facets":{"total":1},"hits":[],"next":"a\/b","odd":[1],"no":null,"flag":true}"#
        #expect(
            try read(body, members: ["total", "next", "odd", "no", "gone"]).members == [
                "total": .number("82137"), "next": .text("a/b"), "odd": .composite("a list"), "no": .null,
            ])
    }

    @Test(
        "a body without the list is rejected, and the message says why",
        arguments: [
            (#"{"message":"Insufficient roles for this resource"}"#, "the answer has no list \"hits\""),
            (#"{"hits":null}"#, "line 1, column 9: \"hits\" is null; a list was expected"),
            ("{\n\"hits\":{}}", "line 2, column 8: \"hits\" is an object; a list was expected"),
            (#"{"hits":"a"}"#, "line 1, column 9: \"hits\" is text; a list was expected"),
            ("[]", "line 1, column 1: expected an object, found \"[\""),
            (#"{"hits":[]}{"#, "line 1, column 12: expected the end, found \"{\""),
            (#"{"hits":[{"id":01}]}"#, "line 1, column 17: expected \",\" or \"}\", found \"1\""),
            ("<html><title>502</title>", "the answer is an HTML page, not JSON"),
            ("", "the answer is empty, not JSON"),
        ])
    func refused(_ body: String, _ message: String) {
        do throws(JSONFault) {
            _ = try read(body)
            Issue.record("\(body) was read")
        } catch {
            #expect(error.message == message)
        }
    }

    @Test("every truncation of a page is rejected")
    func truncation() throws {
        let item =
            #"{"lo_id":"12","title":"Caf\u00e9 é 😀","authors":[{"name":null}],"n":-1.5e3,"b":[true,{}]}"#
        let body = Array(#"{"total":2,"hits":[\#(item),\#(item)],"next":"x"}"#.utf8)
        _ = try JSONListing(body, elementsOf: "hits", paths: paths, identity: 0..<2, version: 1)
        for length in body.indices {
            #expect(throws: JSONFault.self) {
                try JSONListing(
                    Array(body.prefix(length)), elementsOf: "hits", paths: paths, identity: 0..<2, version: 1)
            }
        }
    }
}
