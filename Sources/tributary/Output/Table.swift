import Model

/// Rows in columns, for people.
struct Table {
    private let header: [String]
    private var rows: [[String]] = []
    /// Columns of numbers, set to the right.
    private let numeric: Set<Int>

    init(_ header: [String], numeric: Set<Int> = []) {
        self.header = header
        self.numeric = numeric
    }

    mutating func add(_ row: [String]) { rows.append(row) }

    var isEmpty: Bool { rows.isEmpty }

    /// The table; the widest columns are cut so that a line fits a terminal, and not when piped.
    func text(_ terminal: Terminal) -> TerminalText {
        let clean = rows.map { $0.map(\.withoutControls) }
        var widths = header.indices.map { column in
            ([header] + clean).map { $0[column].count }.max() ?? 0
        }
        let room = terminal.width - 2 * (header.count - 1)
        while terminal.isInteractive, widths.reduce(0, +) > room, let widest = widths.max(), widest > 8,
            let column = widths.firstIndex(of: widest)
        {
            widths[column] -= 1
        }
        func line(_ cells: [String]) -> String {
            let padded = zip(cells, widths).enumerated().map { column, cell in
                let (text, width) = cell
                let shown = text.count > width ? "\(text.prefix(max(0, width - 1)))…" : text
                let space = String(repeating: " ", count: max(0, width - shown.count))
                return numeric.contains(column) ? space + shown : shown + space
            }
            return padded.joined(separator: "  ").trimmingTrailingSpace
        }
        let head = terminal.styled("\(line(header))", .bold)
        return clean.isEmpty
            ? head : "\(head)\n\(TerminalText(lines: clean.map(line).joined(separator: "\n")))"
    }
}

extension String {
    fileprivate var trimmingTrailingSpace: String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
