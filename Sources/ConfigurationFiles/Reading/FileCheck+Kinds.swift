import ConnectorKit

extension FileCheck {
    /// A value that has to be there.
    mutating func required<Value>(
        _ name: String, in section: Section, expected: String,
        _ read: (inout FileCheck, Section.Entry) -> Value?
    ) -> Value? {
        guard let entry = section.given(name) else {
            reportMissing(name, in: section, expected: expected)
            return nil
        }
        return read(&self, entry)
    }

    /// Text that holds more than white space.
    mutating func filledText(_ entry: Section.Entry, expected: String = "text") -> String? {
        guard let text = text(entry, expected: expected) else { return nil }
        if !text.value.allSatisfy(\.isWhitespace) { return text.value }
        let cause =
            text.referenced
            ? "\(entry.name) is empty once its reference is followed" : "\(entry.name) is empty"
        reportValue(entry, text, "\(cause); \(expected) was expected")
        return nil
    }

    /// A client certificate and its private key as PEM; of the text nothing is shown.
    mutating func certificate(_ entry: Section.Entry) -> String? {
        guard let text = text(entry, expected: "a certificate with its private key") else { return nil }
        guard let problem = ClientCertificate.problem(with: text.value) else { return text.value }
        reportValue(entry, text, "\(entry.name): \(problem)")
        return nil
    }

    /// An http(s) URL that may be called.
    mutating func address(_ entry: Section.Entry, originOnly: Bool = false) -> String? {
        guard let text = text(entry, expected: "an https URL") else { return nil }
        guard let problem = ConfiguredAddress.problem(with: text.value, originOnly: originOnly) else {
            return text.value
        }
        let told =
            text.referenced || entry.secret
            ? "what it stands for is no URL that can be called; https was expected, or http to this machine"
            : problem
        reportValue(entry, text, "\(entry.name) is \(text.shown): \(told)")
        return nil
    }

    /// A span of time no shorter than `least`.
    mutating func duration(_ entry: Section.Entry, least: String) -> Duration? {
        let shortest = WrittenDuration.duration(least) ?? .zero
        return value(entry, expected: "a duration such as 15m (s, m, h or d; at least \(least))") { text in
            WrittenDuration.duration(text).flatMap { $0 < shortest ? nil : $0 }
        }
    }

    /// A BCP 47 language tag.
    mutating func language(_ entry: Section.Entry) -> LanguageTag? {
        guard let text = text(entry, expected: "a language tag") else { return nil }
        return language(text)
    }

    /// A BCP 47 language tag, of which the text is known.
    mutating func language(_ text: GivenText) -> LanguageTag? {
        filterValue(text) { () throws(FilterMistake) in try LanguageTag(given: text.value, shown: text.shown)
        }
    }

    /// A value of a filter; a mistake is reported where it stands.
    mutating func filterValue<Value>(_ text: GivenText, _ read: () throws(FilterMistake) -> Value) -> Value? {
        do throws(FilterMistake) { return try read() } catch {
            report(
                .invalidValue, at: text.node.span, error.message, offending: text.node.text,
                valid: error.validValues, suggestion: error.suggestion)
            return nil
        }
    }

    /// An e-mail address: something, an at sign, something. Who it belongs to, only the platform knows.
    mutating func email(_ entry: Section.Entry) -> String? {
        value(entry, expected: "an e-mail address") { text in
            let parts = text.split(separator: "@", omittingEmptySubsequences: false)
            return parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
                && !text.contains(where: \.isWhitespace)
                ? text : nil
        }
    }

    /// Reports an id that no built-in provider has, by why it has none.
    mutating func reportProvider(
        _ id: String, shown: String, at place: Range<Int>, _ registry: ProviderRegistry, hidden: Bool = false
    ) {
        let known = registry.providers.map(\.descriptor.id)
        if !hidden, let folder = registry.unlistedFolder(for: id) {
            report(
                .providerNotBuiltIn, at: place,
                "provider \(shown) is not built in: Plugins/\(folder) is present under Plugins/, "
                    + "not on the list in Package.swift",
                offending: id, valid: known)
            return
        }
        let near = hidden ? nil : nearest(id, among: known)
        let list = known.isEmpty ? "no provider is built in" : "built in: \(known.joined(separator: ", "))"
        let hint = near.map { "did you mean \"\($0)\"?" } ?? list
        report(
            .unknownProvider, at: place, "unknown provider \(shown); \(hint)",
            offending: hidden ? shown : id, valid: known, suggestion: near)
    }
}
