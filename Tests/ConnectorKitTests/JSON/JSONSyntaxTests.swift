import Testing

@testable import ConnectorKit

@Suite("JSON syntax")
struct JSONSyntaxTests {
    @Test(
        "every form of RFC 8259 is accepted",
        arguments: [
            "0", "-0", "12", "-1.5", "1e5", "1E+5", "1.25e-3", "\"\"", "\"a\"", "true", "false", "null",
            "[]", "{}", " [ ] ", "\t{\r\n}", "[1,2,[3,{}]]", #"{"a":{"b":[null]},"":0}"#, #"{"a":1,"a":2}"#,
            #""\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE00""#, "\"é中😀\u{7F}\u{10FFFF}\u{E000}\u{FFFF}\"",
            "\u{FEFF}[]", "123456789012345678901234567890", "1e999",
        ])
    func accepted(_ text: String) {
        #expect(throws: Never.self) { try check(text) }
    }

    @Test(
        "a fault names the position, what was expected and what was found",
        arguments: [
            ("[1,]", "line 1, column 4: expected a value, found \"]\""),
            ("[1 2]", "line 1, column 4: expected \",\" or \"]\", found \"2\""),
            ("{\"a\":1,}", "line 1, column 8: expected a member's name, found \"}\""),
            ("{a:1}", "line 1, column 2: expected a member's name or \"}\", found \"a\""),
            ("{\"a\" 1}", "line 1, column 6: expected \":\", found \"1\""),
            ("{\"a\":1;}", "line 1, column 7: expected \",\" or \"}\", found \";\""),
            ("[\n\n  \"é\", 'x']", "line 3, column 8: expected a value, found \"'\""),
            ("[tru]", "line 1, column 5: expected \"true\", found \"]\""),
            ("[nul", "line 1, column 5: expected \"null\", found the end"),
            ("True", "line 1, column 1: expected a value, found \"T\""),
            ("01", "line 1, column 2: expected the end, found \"1\""),
            ("[1.]", "line 1, column 4: expected a digit, found \"]\""),
            ("[.5]", "line 1, column 2: expected a value, found \".\""),
            ("[+1]", "line 1, column 2: expected a value, found \"+\""),
            ("-", "line 1, column 2: expected a digit, found the end"),
            ("1e", "line 1, column 3: expected a digit, found the end"),
            ("NaN", "line 1, column 1: expected a value, found \"N\""),
            ("\"a", "line 1, column 3: expected a quotation mark to end the text, found the end"),
            ("\"a\nb\"", "line 1, column 3: expected an escape for a control character, found the byte 0x0A"),
            ("\"\\x\"", "line 1, column 3: expected an escape such as \\n, found \"x\""),
            ("\"\\u12G4\"", "line 1, column 6: expected four hexadecimal digits, found \"G\""),
            ("{} {}", "line 1, column 4: expected the end, found \"{\""),
            ("[1]\u{0}", "line 1, column 4: expected the end, found the byte 0x00"),
            ("[] // note", "line 1, column 4: expected the end, found \"/\""),
            ("{\"a\":1", "line 1, column 7: expected \",\" or \"}\", found the end"),
            ("", "the answer is empty, not JSON"),
            (" \n", "the answer is empty, not JSON"),
            (" <!DOCTYPE html><p>Sign in", "the answer is an HTML page, not JSON"),
            ("<?xml version=\"1.0\"?><error/>", "the answer is XML or HTML, not JSON"),
        ])
    func refused(_ text: String, _ message: String) {
        #expect(fault(Array(text.utf8))?.message == message)
    }

    @Test(
        "bytes that are not UTF-8 are rejected",
        arguments: [
            [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xE0, 0x9F, 0x80], [0xE2, 0x82], [0xED, 0xA0, 0x80],
            [0xF0, 0x8F, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF],
            [0xE2, 0x82, 0x28], [0xF0, 0x9F, 0x98, 0x28],
        ] as [[UInt8]])
    func invalidUTF8(_ sequence: [UInt8]) {
        let hex = String(sequence[0], radix: 16, uppercase: true)
        for padding in 0..<9 {
            let text = Array(repeating: UInt8(ascii: "a"), count: padding)
            let body = [UInt8(ascii: "\"")] + text + sequence + Array("\"".utf8)
            #expect(
                fault(body)
                    == JSONFault(
                        offset: padding + 1,
                        message: "line 1, column \(padding + 2): expected UTF-8, found the byte 0x\(hex)"))
        }
    }

    @Test("every control character must be escaped, at any position of a text")
    func controlCharacters() {
        for character in UInt8(0)..<0x20 {
            for padding in 0..<17 {
                let text = Array(repeating: UInt8(ascii: "a"), count: padding) + [character]
                let body = [UInt8(ascii: "\"")] + text + Array("bcdefghijk\"".utf8)
                #expect(fault(body)?.offset == padding + 1)
            }
        }
    }

    @Test("512 levels are accepted and more are rejected, quickly and without a deep stack")
    func depth() {
        func nested(_ levels: Int) -> [UInt8] {
            Array(repeating: UInt8(ascii: "["), count: levels)
                + Array(repeating: UInt8(ascii: "]"), count: levels)
        }
        #expect(fault(nested(512)) == nil)
        let tooDeep = JSONFault(
            offset: 512, message: "line 1, column 513: lists and objects are nested more than 512 deep")
        #expect(fault(nested(513)) == tooDeep)
        #expect(fault(nested(1_000_000)) == tooDeep)
    }

    private func check(_ text: String) throws(JSONFault) {
        _ = try SourceDocument(json: Array(text.utf8)[...], paths: JSONPaths([]))
    }
}

/// Returns why a body is rejected, or nil if it is accepted.
func fault(_ body: [UInt8]) -> JSONFault? {
    do throws(JSONFault) {
        _ = try SourceDocument(json: body[...], paths: JSONPaths([]))
        return nil
    } catch {
        return error
    }
}
