import Foundation

/// A page of the docs as its code blocks.
struct TutorialPage {
    /// A block, by the words after its fence.
    struct Block {
        /// Where its fence is, counted from 1.
        let line: Int
        /// The first word, such as `console`.
        let kind: String
        /// What follows it; empty if nothing does.
        let argument: String
        /// Its lines, each with its line feed.
        let text: String
    }

    let text: String
    private(set) var blocks: [Block] = []

    init(_ text: String) {
        self.text = text
        var open: (line: Int, words: [Substring], text: String)?
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if let block = open {
                if line == "```" {
                    blocks.append(
                        Block(
                            line: block.line, kind: block.words.first.map(String.init) ?? "",
                            argument: block.words.dropFirst().joined(separator: " "), text: block.text))
                    open = nil
                } else {
                    open?.text += line + "\n"
                }
            } else if line.hasPrefix("```") {
                open = (index + 1, line.dropFirst(3).split(separator: " "), "")
            }
        }
    }
}

extension TutorialPage.Block {
    /// The commands of a console block, each with what it prints.
    var commands: [(command: String, printed: String)] {
        var commands: [(command: String, printed: String)] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            if line.hasPrefix("$ ") {
                commands.append((String(line.dropFirst(2)), ""))
            } else if !commands.isEmpty {
                commands[commands.count - 1].printed += line + "\n"
            }
        }
        return commands
    }
}

/// Whether a program printed what a page shows: `…` stands for anything within a line, and for any number of
/// lines if it is a line of its own. Blanks at the ends of lines do not count.
func isAsShown(_ printed: String, _ shown: String) -> Bool {
    let pattern = shown.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map { line in
        line == "…"
            ? "(?:.*\\n)*?"
            : NSRegularExpression.escapedPattern(for: String(line)).replacing("…", with: ".*") + "[ \\t]*\\n"
    }
    guard let expression = try? NSRegularExpression(pattern: "\\A\(pattern.joined())\\z") else {
        return false
    }
    return expression.firstMatch(in: printed, range: NSRange(printed.startIndex..., in: printed)) != nil
}
