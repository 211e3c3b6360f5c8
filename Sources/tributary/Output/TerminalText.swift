/// Text for people. The program's own words are taken as they are; a value put into them, such as a title
/// from a provider, cannot steer the terminal: its control characters become spaces.
struct TerminalText: Sendable {
    let text: String

    /// - Parameter text: is taken as it is.
    private init(trusted text: String) { self.text = text }

    /// Text of more than one line: its line feeds stay, all other control characters become spaces.
    init(lines text: String) {
        let lines = text.replacing("\r\n", with: "\n").split(
            separator: "\n", omittingEmptySubsequences: false)
        self.text = lines.map { String($0).withoutControls }.joined(separator: "\n")
    }

    var isEmpty: Bool { text.isEmpty }

    /// The text between the two escape sequences of a style.
    func between(_ start: StaticString, _ end: StaticString) -> TerminalText {
        TerminalText(trusted: "\(start)\(text)\(end)")
    }
}

extension TerminalText: ExpressibleByStringInterpolation {
    init(stringLiteral text: String) { self.text = text }
    init(stringInterpolation parts: StringInterpolation) { text = parts.text }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity) }

        mutating func appendLiteral(_ literal: String) { text += literal }
        mutating func appendInterpolation(_ other: TerminalText) { text += other.text }
        mutating func appendInterpolation(_ value: some Any) {
            text += String(describing: value).withoutControls
        }
    }
}

extension String {
    /// Each control character replaced by a space, so that the text is one line and steers no terminal.
    var withoutControls: String {
        guard unicodeScalars.contains(where: \.isControl) else { return self }
        // By characters: CR LF is one, and becomes one space.
        return String(map { $0.unicodeScalars.contains(where: \.isControl) ? " " : $0 })
    }
}

extension Unicode.Scalar {
    /// C0, DEL, C1, line and paragraph separators, and the bidirectional embeddings, overrides and isolates
    /// (UAX 9, section 2), with which a text can show another order than it has. Our decision.
    fileprivate var isControl: Bool {
        switch value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
