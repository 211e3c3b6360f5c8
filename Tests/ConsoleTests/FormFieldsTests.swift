import Foundation
import HTTPAPI
import Model
import Testing

@testable import Console

@Suite struct FormFieldsTests {
    static let encoded: [(text: String, values: [String: [String]]?)] = [
        ("", [:]), ("a=1&b=2&a=3", ["a": ["1", "3"], "b": ["2"]]), ("a", ["a": [""]]),
        ("a=b=c", ["a": ["b=c"]]),
        ("a+b=%C3%A9+%26", ["a b": ["é &"]]), ("a=%FF", nil), ("a=%", nil), ("&&a=1&", ["a": ["1"]]),
    ]

    @Test("Plain forms are read as browsers write them", arguments: encoded)
    func plain(_ text: String, _ values: [String: [String]]?) {
        #expect(FormFields(encoded: text)?.values == values)
    }

    @Test("Words between commas or spaces are a list")
    func list() {
        #expect(FormFields(encoded: "l=en,+fr;de%0Apt")?.list("l") == ["en", "fr", "de", "pt"])
    }

    private static let head = "Content-Disposition: form-data; name=\"a\"\r\n"
    static let uploads: [(body: String, values: [String: [String]]?)] = [
        ("--b\r\n\(head)\r\none\r\ntwo\r\n--b--\r\n", ["a": ["one\r\ntwo"]]), ("--b--", [:]),
        (
            "--b\r\n\(head)Content-Type: text/csv\r\n\r\nx--b\r\n--b\r\n\(head)\r\n\r\n--b--",
            ["a": ["x--b", ""]]
        ),
        ("--b\r\n\(head)\r\none", nil), ("one", nil), ("--b\r\n\r\n\r\nx\r\n--b--", nil), ("", nil),
        ("--b\r\n\(head)\r\nx\r\n--b", nil), ("--b\r\n--b--", nil), ("--b\r\n--b\r\n--b--", nil),
    ]

    @Test("Forms with files are read to their end, and refused where that is missing", arguments: uploads)
    func uploaded(_ body: String, _ values: [String: [String]]?) {
        let fields = UploadedForm.fields(of: Array(body.utf8), type: "multipart/form-data; boundary=\"b\"")
        #expect(fields?.values == values)
    }

    @Test("A form that is no UTF-8, or has no boundary, is none")
    func broken() {
        let bytes = Array("--b\r\n\(Self.head)\r\n".utf8) + [0xFF] + Array("\r\n--b--".utf8)
        #expect(UploadedForm.fields(of: bytes, type: "multipart/form-data; boundary=b") == nil)
        #expect(UploadedForm.fields(of: Array("--\r\n".utf8), type: "multipart/form-data") == nil)
    }

    @Test("What is put into an address stands for itself")
    func address() {
        #expect("a/b c?ü&=#".percentEncoded == "a%2Fb%20c%3F%C3%BC%26%3D%23")
        #expect(Address.query("/x", [("q", "a&b"), ("l", "é")]) == "/x?q=a%26b&l=%C3%A9")
        #expect(Address.query("/x", []) == "/x")
    }
}
