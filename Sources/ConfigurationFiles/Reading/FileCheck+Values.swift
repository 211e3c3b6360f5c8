import ConnectorKit
import Model

/// The text of a value, references followed.
struct GivenText {
    let value: String
    /// The text as a message may show it: a reference as it is written, never what it stands for.
    let shown: String
    /// Whether it holds what a reference stood for.
    let referenced: Bool
    /// Whether it was written without quotes, or by a reference: the ways to write numbers and booleans.
    let plain: Bool
    let node: YAMLNode
}

extension FileCheck {
    /// The text of a value; nil, and reported, if it has none.
    ///
    /// Numbers and booleans are taken as they are written: an id of digits alone is an id.
    mutating func text(_ entry: Section.Entry, expected: String = "text") -> GivenText? {
        if entry.value.isNull {
            report(.missing, at: entry.key, "\(entry.name) has no value; \(expected) was expected")
            return nil
        }
        return text(entry.value, named: entry.name, secret: entry.secret, expected: expected)
    }

    /// The text of a value in a list, or of a key's value that is known not to be null.
    mutating func text(
        _ node: YAMLNode, named name: String, secret: Bool = false, expected: String
    ) -> GivenText? {
        guard let written = node.text, !node.isNull else {
            reportType(node, named: name, secret: secret, expected: expected)
            return nil
        }
        // A source line must not show the password of a URL either.
        if ConfiguredAddress.maskingUserInfo(written) != written { mask(node) }
        if let problem = written.forbiddenCharacter {
            report(.invalidValue, at: node.span, "\(name) \(problem)")
            return nil
        }
        guard References.occur(in: written) else {
            return GivenText(
                value: written, shown: secret ? "••••" : quoted(written), referenced: false,
                plain: node.isPlain, node: node)
        }
        do {
            return GivenText(
                value: try references.resolve(written), shown: secret ? "••••" : quoted(written),
                referenced: true, plain: true, node: node)
        } catch {
            report(
                error.code, at: node.span, "\(name): \(error.message)",
                offending: secret ? "••••" : written, suggestion: error.suggestion)
            return nil
        }
    }

    /// True or false, written so; nil, and reported, for anything else.
    mutating func boolean(_ entry: Section.Entry) -> Bool? {
        guard let text = text(entry, expected: "true or false") else { return nil }
        if text.plain, let value = Bool(text.value) { return value }
        let meant = ["true", "false"].first { $0 == text.value.lowercased() }
        let expected =
            meant.map { "write \($0), in lower case and without quotes" } ?? "true or false was expected"
        reportValue(
            entry, text, "\(entry.name) is \(text.shown); \(expected)", code: .wrongType,
            valid: ["true", "false"], suggestion: meant)
        return nil
    }

    /// A whole number within bounds; nil, and reported, for anything else.
    mutating func integer(_ entry: Section.Entry, in bounds: ClosedRange<Int>) -> Int? {
        let expected = "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)"
        guard let text = text(entry, expected: expected) else { return nil }
        let digits = text.value.utf8.drop { $0 == UInt8(ascii: "-") }
        let isNumber =
            !digits.isEmpty && digits.allSatisfy { (48...57).contains($0) } && !text.value.hasPrefix("--")
        if isNumber, text.plain, let value = Int(text.value), bounds.contains(value) { return value }
        let quotes = isNumber && !text.plain ? " without quotes" : ""
        reportValue(
            entry, text, "\(entry.name) is \(text.shown); \(expected)\(quotes) was expected",
            code: isNumber && text.plain ? .invalidValue : .wrongType)
        return nil
    }

    /// One of the named values; nil, and reported, for anything else.
    mutating func choice(_ entry: Section.Entry, of values: [String]) -> String? {
        let list = values.joined(separator: ", ")
        guard let text = text(entry, expected: "one of \(list)") else { return nil }
        if values.contains(text.value) { return text.value }
        let near = text.referenced || entry.secret ? nil : nearest(text.value, among: values)
        let hint = near.map { "did you mean \"\($0)\"?" } ?? "one of \(list) was expected"
        reportValue(entry, text, "\(entry.name) is \(text.shown); \(hint)", valid: values, suggestion: near)
        return nil
    }

    /// Text that `read` understands; where it does not, `expected` says what would be right.
    mutating func value<Value>(
        _ entry: Section.Entry, expected: String, _ read: (String) -> Value?
    ) -> Value? {
        guard let text = text(entry, expected: expected) else { return nil }
        if let value = read(text.value) { return value }
        reportValue(entry, text, "\(entry.name) is \(text.shown); \(expected) was expected")
        return nil
    }

    /// The items of a list; nil, and reported, if it is none. Nothing written is an empty list.
    mutating func list(_ entry: Section.Entry, expected: String) -> [YAMLNode]? {
        if entry.value.isNull { return [] }
        if let items = entry.value.items { return items }
        reportType(entry.value, named: entry.name, secret: entry.secret, expected: expected)
        return nil
    }

    /// Reports a value that cannot stand, under a message that shows no more of it than may be seen.
    mutating func reportValue(
        _ entry: Section.Entry, _ text: GivenText, _ message: String, code: Diagnostic.Code = .invalidValue,
        valid: [String] = [], suggestion: String? = nil
    ) {
        report(
            code, at: text.node.span, message,
            offending: entry.secret ? "••••" : text.node.text.map(ConfiguredAddress.maskingUserInfo),
            valid: valid, suggestion: suggestion)
    }

    /// Reports an item of a list that cannot stand.
    mutating func reportItem(_ text: GivenText, _ message: String) {
        report(
            .invalidValue, at: text.node.span, message,
            offending: text.node.text.map(ConfiguredAddress.maskingUserInfo))
    }

    mutating func reportType(_ node: YAMLNode, named name: String, secret: Bool, expected: String) {
        let shown = secret ? node.kind : shown(node)
        report(.wrongType, at: node.span, "\(name) is \(shown); \(expected) was expected", offending: shown)
    }

    /// A value in a message: scalars in quotes, everything else by its kind.
    func shown(_ node: YAMLNode) -> String {
        node.isNull ? node.kind : node.text.map { quoted($0) } ?? node.kind
    }

    /// A text in quotes, on one line, cut where it is long; the password of a URL is never shown.
    func quoted(_ text: String) -> String { "\"\(ConfiguredAddress.maskingUserInfo(oneLine(text)))\"" }

    private func oneLine(_ text: String) -> String {
        let line = text.unicodeScalars.map { scalar in
            scalar.properties.generalCategory == .control ? " " : String(scalar)
        }.joined()
        return line.count > 80 ? line.prefix(79) + "…" : line
    }
}

extension YAMLNode {
    /// What it is, for a message: `a list`.
    var kind: String {
        switch content {
        case .scalar: isNull ? "empty" : "text"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }
}
