import Foundation
import Testing

@testable import ConnectorKit

@Suite("Reading fields")
struct FieldInputTests {
    private func input(_ values: [SourceValue]...) -> FieldInput {
        FieldInput(
            sources: values.indices.map { "path\($0 + 1)" }, values: values[...],
            settings: Settings(texts: [:]))
    }

    /// Returns the value that a reader returns, or the message that it throws.
    private func outcome<Value>(_ read: () throws(Failure) -> Value) -> String {
        do throws(Failure) {
            return "\(try read())"
        } catch {
            return error == .item(error.message) ? error.message : "not an item's failure: \(error)"
        }
    }

    @Test("the first source with a value other than null is used")
    func first() {
        #expect(outcome(input([], [.null], [.null, .text("b")], [.text("c")]).text) == #"Optional("b")"#)
        #expect(outcome(input([], [.null]).text) == "nil")
        #expect(outcome(input().text) == "nil")
    }

    @Test(
        "a value of the wrong type is rejected with its path, its type and the expected type",
        arguments: [
            (.number("1"), "path1 is a number; text was expected"),
            (.boolean(true), "path1 is true or false; text was expected"),
            (.composite("a list"), "path1 is a list; text was expected"),
            (.composite("an object"), "path1 is an object; text was expected"),
        ] as [(SourceValue, String)])
    func wrongType(_ value: SourceValue, _ message: String) {
        #expect(outcome(input([value]).text) == message)
        #expect(outcome(input([value]).requiredText) == message)
        #expect(outcome(input([value]).webURL) == message)
        #expect(outcome(input([value]).texts) == message)
        #expect(outcome(input([value]).language) == message)
        #expect(outcome(input([value]).time) == message.replacing("text was", with: "a time was"))
    }

    @Test("a missing or blank required text is rejected with the names of its sources")
    func requiredText() {
        #expect(outcome(input([.text(" x ")]).requiredText) == " x ")
        #expect(outcome(input([.text(" \n\u{A0}")]).requiredText) == "no path1")
        #expect(outcome(input([], [.null]).requiredText) == "no path1 or path2")
    }

    @Test(
        "an id is a whole number, written as a number or as text",
        arguments: [
            (.number("1868492"), "1868492"), (.text("29271"), "29271"),
            (.text("con_01"), "path1 is \"con_01\"; a whole number was expected"),
            (.number("1e3"), "path1 is \"1e3\"; a whole number was expected"),
            (.number("-5"), "path1 is \"-5\"; a whole number was expected"),
            (.text(""), "path1 is \"\"; a whole number was expected"),
            (.text("１"), "path1 is \"１\"; a whole number was expected"),
            (.boolean(true), "path1 is true or false; a whole number was expected"),
            (.null, "no path1"),
        ] as [(SourceValue, String)])
    func numericID(_ value: SourceValue, _ outcome: String) {
        #expect(self.outcome(input([value]).requiredNumericID) == outcome)
    }

    @Test(
        "a web URL is absolute and http or https, its spelling repaired; other text is nil",
        arguments: [
            ("https://example.com/a.jpg", "https://example.com/a.jpg"),
            ("https://example.com/a b.jpg", "https://example.com/a%20b.jpg"),
            ("/a.jpg", nil), ("java\nscript:alert(1)", nil), ("", nil),
        ])
    func webURL(_ text: String, _ url: String?) throws {
        #expect(try input([.text(text)]).webURL() == url)
        #expect(try input([.null]).webURL() == nil)
    }

    @Test(
        "minutes are whole, more than 0 and rounded up; every other number is nil",
        arguments: [
            ("45", 45), ("0.2", 1), ("44.01", 45), ("1e2", 100), ("0", nil), ("-0", nil), ("-3", nil),
            ("1e999", nil),
            ("1e9", nil),
        ])
    func minutes(_ written: String, _ minutes: Int?) throws {
        #expect(try input([.number(written)]).minutes() == minutes)
    }

    @Test("minutes and booleans of another type are rejected")
    func otherTypes() {
        #expect(outcome(input([.text("45")]).minutes) == "path1 is text; a number of minutes was expected")
        #expect(outcome(input([.text("true")]).boolean) == "path1 is text; true or false was expected")
        #expect(outcome(input([.boolean(false)]).boolean) == "Optional(false)")
        #expect(outcome(input([.null]).boolean) == "nil")
        #expect(outcome(input([.null]).minutes) == "nil")
    }

    @Test("texts of all sources are trimmed and in order, without empty ones and duplicates")
    func texts() throws {
        let input = input([.text(" b "), .null, .text("a")], [], [.text("\n"), .text("b"), .text("c")])
        #expect(try input.texts() == ["b", "a", "c"])
    }

    @Test("a language gets its usual case; a text that is not a tag is nil")
    func language() throws {
        #expect(try input([.text("en_us")]).language() == "en-US")
        #expect(try input([.text("English (US)")]).language() == nil)
        #expect(try input([]).language() == nil)
    }

    @Test("a time is read, and other text is rejected")
    func time() throws {
        #expect(try input([.text("1970-01-01T00:00:01Z")]).time() == Date(timeIntervalSince1970: 1))
        #expect(try input([]).time() == nil)
        #expect(outcome(input([.text("soon")]).time) == "path1 is \"soon\"; an ISO 8601 time was expected")
    }
}
