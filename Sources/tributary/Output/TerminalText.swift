import Model

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
