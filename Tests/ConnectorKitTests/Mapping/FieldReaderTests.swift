import ConnectorKit
import Foundation
import Testing

@Suite("Readers of fields")
struct FieldReaderTests {
    private static func input(_ json: String, _ sources: String...) throws -> FieldInput {
        try FieldInput(json: json, from: sources)
    }

    @Test(
        "Minutes of any unit are rounded up, and 0 and less are unknown",
        arguments: [
            ("90", TimeUnit.seconds, 2), ("61000", .milliseconds, 2), ("1.5", .hours, 90),
            ("45", .minutes, 45),
            ("0", .seconds, nil), ("-5", .hours, nil), ("1e300", .hours, nil),
        ] as [(String, TimeUnit, Int?)])
    func minutes(_ written: String, _ unit: TimeUnit, _ expected: Int?) throws {
        #expect(try Self.input("{\"d\":\(written)}", "d").minutes(in: unit) == expected)
    }

    @Test("A unit may stand beside its number")
    func unit() throws {
        let units: [String: TimeUnit] = ["SECOND": .seconds, "HOUR": .hours]
        func minutes(_ json: String) throws -> Int? {
            try Self.input(json, "t.d", "t.u").minutes(at: "t.d", unit: "t.u", units, else: .minutes)
        }
        #expect(try minutes(#"{"t":{"d":120,"u":"SECOND"}}"#) == 2)
        #expect(try minutes(#"{"t":{"d":3}}"#) == 3)
        #expect(throws: Failure.item("t.u is \"DAY\"; HOUR or SECOND was expected")) {
            try minutes(#"{"t":{"d":3,"u":"DAY"}}"#)
        }
    }

    @Test("Times count seconds or milliseconds since 1970")
    func epoch() throws {
        let expected = Timestamp.date("2024-05-01T10:20:30Z")
        #expect(try Self.input(#"{"t":1714558830}"#, "t").time(since1970: .seconds) == expected)
        #expect(try Self.input(#"{"t":1714558830000}"#, "t").time(since1970: .milliseconds) == expected)
        #expect(try Self.input(#"{"t":0}"#, "t").time(since1970: .milliseconds) == nil)
        #expect(try Self.input(#"{"t":1714558830}"#, "t").requiredTime(since1970: .seconds) == expected)
        #expect(throws: Failure.item("no t")) {
            try Self.input(#"{"t":0}"#, "t").requiredTime(since1970: .seconds)
        }
        #expect(throws: Failure.item("t is later than the year 9999")) {
            try Self.input(#"{"t":1e300}"#, "t").time(since1970: .seconds)
        }
        #expect(throws: Failure.item("no t")) { try Self.input("{}", "t").requiredTime() }
    }

    @Test("Lengths of time and per cent are within bounds")
    func bounds() throws {
        #expect(try Self.input(#"{"t":-1}"#, "t").duration(in: .seconds) == .zero)
        #expect(try Self.input(#"{"t":1.5}"#, "t").duration(in: .minutes) == .seconds(90))
        #expect(try Self.input(#"{"t":1e300}"#, "t").duration(in: .hours) == .seconds(3_153_600_000))
        #expect(try Self.input(#"{"t":99.9}"#, "t").percent() == 99)
        #expect(try Self.input(#"{"t":1e300}"#, "t").percent() == 100)
        #expect(try Self.input(#"{"t":-3}"#, "t").percent() == 0)
        for hundredths in 0...100 {
            let share = hundredths == 100 ? "1" : "0." + String(100 + hundredths).dropFirst()
            #expect(try Self.input(#"{"t":\#(share)}"#, "t").percent(of: 1) == hundredths)
        }
        #expect(try Self.input(#"{"t":0.9999}"#, "t").percent(of: 1) == 99)
        #expect(try Self.input(#"{"t":1.5}"#, "t").percent(of: 1) == 100)
    }

    @Test("Ids are texts or numbers")
    func ids() throws {
        #expect(try Self.input(#"{"id":7}"#, "id").requiredID() == "7")
        #expect(try Self.input(#"{"id":"urn:x:7"}"#, "id").requiredID() == "urn:x:7")
        #expect(try Self.input(#"{"id":" "}"#, "id").id() == nil)
        #expect(throws: Failure.item("no id")) { try Self.input("{}", "id").requiredID() }
        #expect(throws: Failure.item("id is true or false; an id was expected")) {
            try Self.input(#"{"id":true}"#, "id").id()
        }
    }

    @Test("Siblings of a list are paired and filtered, and not if one is missing")
    func siblings() throws {
        let list = #"{"p":[{"n":"Ada","r":"AUTHOR"},{"n":"Bo","r":"EDITOR"},{"n":" Cy ","r":"AUTHOR"}]}"#
        let short = #"{"p":[{"n":"Ada"},{"r":"AUTHOR"}]}"#
        func authors(_ json: String) throws -> [String] {
            try Self.input(json, "p[].n", "p[].r", "p[]").texts(
                at: "p[].n", where: "p[].r", is: "AUTHOR", of: "p[]")
        }
        #expect(try authors(list) == ["Ada", "Cy"])
        #expect(try authors(short) == [])
        let names = #"{"p":[{"f":"Ada","l":"Vogel"},{"f":"Bo","l":"Lind"}]}"#
        #expect(
            try Self.input(names, "p[].f", "p[].l", "p[]").pairs("p[].f", "p[].l", of: "p[]") == [
                "Ada Vogel", "Bo Lind",
            ])
    }

    @Test(
        "A language and a country make a tag",
        arguments: [
            (#"{"l":"pt","c":"BR"}"#, "pt-BR"), (#"{"l":"in","c":"ID"}"#, "id-ID"), (#"{"l":"iw"}"#, "he"),
            (#"{"l":"de","c":""}"#, "de"), (#"{"c":"US"}"#, nil), (#"{"l":"?"}"#, nil),
        ] as [(String, String?)])
    func locale(_ json: String, _ expected: String?) throws {
        #expect(try Self.input(json, "l", "c").locale(language: "l", country: "c") == expected)
    }
}
