import ConnectorKit
import Testing

@Suite("Values at source paths")
struct SourceDocumentTests {
    @Test(
        "a path finds the value at its end, and nothing inside a value of another type",
        arguments: [
            (#"{"a":"x"}"#, "a", [.text("x")]),
            (#"{"a":{"b":{"c":7}}}"#, "a.b.c", [.number("7")]),
            (#"{"a":[{"b":1},{},{"b":null},{"b":2}]}"#, "a[].b", [.number("1"), .null, .number("2")]),
            (#"{"a":[[1,2],[],[3]]}"#, "a[][]", [.number("1"), .number("2"), .number("3")]),
            (#"{"a":{"b":[true,false]}}"#, "a.b[]", [.boolean(true), .boolean(false)]),
            (#"[{"a":1},{"a":2}]"#, "[].a", [.number("1"), .number("2")]),
            (#"{"a":{"b":1}}"#, "a", [.composite("an object")]),
            (#"{"a":[1]}"#, "a", [.composite("a list")]),
            (#"{"a":[[],{}]}"#, "a[]", [.composite("a list"), .composite("an object")]),
            (#"{"a":"x"}"#, "a.b", []),
            (#"{"a":"x"}"#, "a[].b", []),
            (#"{"a":["x",{"b":1}]}"#, "a[].b", [.number("1")]),
            (#"{"a":{"b":1}}"#, "a[]", []),
            (#"{"a":[{"b":1}]}"#, "a.b", []),
            (#"{"b":1}"#, "a", []),
            (#"{"a":null}"#, "a", [.null]),
            (#"{"a":1,"a":2}"#, "a", [.number("1")]),
            (#"{"a":{"b":1},"a":{"b":2,"c":3}}"#, "a.c", []),
            (#"{"a":[{"b":1},{"b":2,"b":3}]}"#, "a[].b", [.number("1"), .number("2")]),
            (#"{"\u0061":1}"#, "a", [.number("1")]),
            (#"{"naïve name":{"9":1}}"#, "naïve name.9", [.number("1")]),
            (#"{"longer_than_eight_b":1,"longer_than_eight_a":2}"#, "longer_than_eight_a", [.number("2")]),
            (#"{"abcdefg":1,"abcdefgh":2,"abcdefghi":3}"#, "abcdefgh", [.number("2")]),
            (#"{"a\u0000":1,"a":2}"#, "a", [.number("2")]),
            (#"3"#, "a", []),
        ] as [(String, String, [SourceValue])])
    func path(_ json: String, _ path: String, _ expected: [SourceValue]) throws {
        #expect(try values(json, [path]) == [expected])
    }

    @Test(
        "texts are decoded",
        arguments: [
            (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
            (#""\u00e9\u4E2d\ud83d\ude00\u0000""#, "é中😀\u{0}"),
            (
                #""é中😀 plain text that is longer than eight bytes""#,
                "é中😀 plain text that is longer than eight bytes"
            ),
            (#""cut \ud83d""#, "cut \u{FFFD}"), (#""\ud83d\ud83d\ude00""#, "\u{FFFD}😀"),
            (#""\ude00x""#, "\u{FFFD}x"), (#""\ud83d\n""#, "\u{FFFD}\n"), (#""\ud83d\u0041""#, "\u{FFFD}A"),
        ])
    func texts(_ json: String, _ expected: String) throws {
        #expect(try values(#"{"a":\#(json)}"#, ["a"]) == [[.text(expected)]])
    }

    @Test(
        "numbers stay as written",
        arguments: [
            "0", "-0", "1.50", "1E+2", "9223372036854775807", "18446744073709551616", "1e999", "-1e-999",
        ])
    func numbers(_ written: String) throws {
        #expect(try values("[\(written)]", ["[]"]) == [[.number(written)]])
    }

    @Test("paths may share a beginning, repeat, and end within another path")
    func sharedPaths() throws {
        let json = #"{"a":{"b":1,"c":[{"d":2},{"d":3}]},"e":"x"}"#
        #expect(
            try values(json, ["a", "a.b", "a.c[].d", "a.b", "e", "a.c", "f"]) == [
                [.composite("an object")], [.number("1")], [.number("2"), .number("3")], [.number("1")],
                [.text("x")], [.composite("a list")], [],
            ])
    }

    @Test("a slice is read within its bounds, and faults count from its start")
    func slice() throws {
        let body = Array(#"[{"a":1},{"a":2}]"#.utf8)
        #expect(try SourceDocument(json: body[9..<16], paths: JSONPaths(["a"])).values == [[.number("2")]])
        #expect(
            throws: JSONFault(
                offset: 6, message: "line 1, column 7: expected \",\" or \"}\", found the end")
        ) {
            try SourceDocument(json: body[9..<15], paths: JSONPaths(["a"]))
        }
    }

    @Test("a text of ten megabytes is read whole")
    func bigText() throws {
        let long = String(repeating: "é and plain ASCII, ", count: 500_000)
        #expect(try values(#"{"a":"\#(long)"}"#, ["a"]) == [[.text(long)]])
    }

    private func values(_ json: String, _ paths: [String]) throws(JSONFault) -> [[SourceValue]] {
        try SourceDocument(json: Array(json.utf8)[...], paths: JSONPaths(paths)).values
    }
}
