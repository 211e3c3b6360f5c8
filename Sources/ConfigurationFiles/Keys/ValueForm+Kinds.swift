import ConnectorKit

extension ValueForm where Value == String {
    /// Text that holds more than white space.
    static var filledText: ValueForm {
        ValueForm(.filledText) { $0.filledText($1) }
    }

    /// A path that is not empty.
    static var path: ValueForm {
        ValueForm(.filledText) { check, entry in
            check.value(entry, expected: "a path") { $0.isEmpty || $0.utf8.contains(0) ? nil : $0 }
        }
    }

    /// An http(s) URL that may be called, without slashes at its end where it is an origin.
    static func address(originOnly: Bool = false) -> ValueForm {
        let rest = originOnly ? #"[^/?#\s]+/?$"# : #"[^/?#\s]"#
        // Plain http only to this machine (rule L1).
        let scheme = #"^([Hh][Tt]{2}[Pp][Ss]://|[Hh][Tt]{2}[Pp]://(?=[Ll][Oo][Cc][Aa][Ll]|[0-9]|\[))"#
        return ValueForm(.text(matching: scheme + rest), .reference) { check, entry in
            check.address(entry, originOnly: originOnly).map {
                originOnly ? ConfiguredAddress.withoutTrailingSlash($0) : $0
            }
        }
    }

    /// Only https: a platform shows the logo on pages of its own (rule D9).
    static var logo: ValueForm {
        ValueForm(.text(matching: "^[Hh][Tt]{2}[Pp][Ss]://"), .reference) { check, entry in
            check.value(entry, expected: "an https URL") { text in
                text.lowercased().hasPrefix("https://") && ConfiguredAddress.problem(with: text) == nil
                    ? text : nil
            }
        }
    }

    static var email: ValueForm {
        ValueForm(.text(matching: #"^[^@\s]+@[^@\s]+$"#), .reference) { $0.email($1) }
    }

    /// A day as `YYYY-MM-DD`.
    static var day: ValueForm {
        ValueForm(.day, .reference) { check, entry in
            check.value(entry, expected: dayExpected) { Timestamp.day($0) == nil ? nil : $0 }
        }
    }

    static var dayExpected: String { "a date such as 2025-01-31" }

    /// A client certificate and its private key as PEM.
    static var certificate: ValueForm {
        ValueForm(.filledText) { $0.certificate($1) }
    }

    static func choice(_ values: [String]) -> ValueForm {
        ValueForm(.choice(values), .reference) { $0.choice($1, of: values) }
    }
}

extension ValueForm where Value == Bool {
    static var boolean: ValueForm {
        ValueForm(.type("boolean"), .reference) { $0.boolean($1) }
    }
}

extension ValueForm where Value == Int {
    static func integer(_ bounds: ClosedRange<Int>) -> ValueForm {
        ValueForm(.integer(bounds), .reference) { $0.integer($1, in: bounds) }
    }
}

extension ValueForm where Value == Duration {
    /// A span of time no shorter than `least`.
    static func duration(least: String) -> ValueForm {
        ValueForm(.text(matching: "^[0-9]+[smhd]$"), .reference) { $0.duration($1, least: least) }
    }
}

extension ValueForm where Value == LanguageTag {
    static var language: ValueForm {
        ValueForm(.languageTag, .reference) { $0.language($1) }
    }
}

extension JSONSchema {
    /// A day of the calendar; whether it is one, the reader decides.
    static let day = text(matching: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$").adding([("format", .text("date"))])

    /// Subtags of BCP 47; whether they stand in its order, the reader decides.
    static let languageTag = text(matching: "^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*$")
}

extension ValueForm where Value == Section {
    /// A mapping; nothing written is an empty one.
    static func section(_ keys: SectionKeys) -> ValueForm { ValueForm(keys.schema) { $0.section($1, keys) } }
}
