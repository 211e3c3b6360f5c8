import Foundation

/// What the program writes to: colour, bars and tables only if a person reads.
struct Terminal: Sendable {
    /// Whether standard output is a terminal that may be coloured.
    let isInteractive: Bool
    /// Whether progress may be drawn on standard error.
    let showsProgress: Bool
    let width: Int

    static func current(_ environment: [String: String]) -> Terminal {
        let plain = !(environment["NO_COLOR"] ?? "").isEmpty || environment["TERM"] == "dumb"
        var size = winsize()
        let known = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 20
        return Terminal(
            isInteractive: isatty(STDOUT_FILENO) == 1 && !plain,
            showsProgress: isatty(STDERR_FILENO) == 1 && !plain,
            width: known ? Int(size.ws_col) : 100)
    }

    enum Style {
        case bold, green, yellow

        fileprivate var start: StaticString {
            switch self {
            case .bold: "\u{1B}[1m"
            case .green: "\u{1B}[32m"
            case .yellow: "\u{1B}[33m"
            }
        }
    }

    func styled(_ text: TerminalText, _ style: Style) -> TerminalText {
        isInteractive ? text.between(style.start, "\u{1B}[0m") : text
    }
}
