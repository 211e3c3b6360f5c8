import Foundation

/// What the program writes to: colour, bars and tables only where a person reads.
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

    enum Style: String {
        case bold = "1"
        case dim = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
    }

    func styled(_ text: String, _ style: Style) -> String {
        isInteractive ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }
}

/// Writes a line to standard output.
func say(_ text: String = "") {
    FileHandle.standardOutput.write(Data((text + "\n").utf8))
}

/// Writes a line to standard error.
func complain(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
}
