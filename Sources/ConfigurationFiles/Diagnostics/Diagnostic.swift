/// One mistake in a configuration file: what every surface (terminal, API, console) shows of it.
///
/// No text in it holds a secret: values of secret and of unknown keys read `••••`.
package struct Diagnostic: Error, Sendable, Equatable {
    /// The kinds of mistakes, as machines read them.
    package enum Code: String, Sendable, CaseIterable {
        /// The file cannot be read from the disk.
        case unreadable
        /// The file is no YAML; only its first such mistake is known.
        case syntax
        case unknownKey = "unknown_key"
        case duplicateKey = "duplicate_key"
        case wrongType = "wrong_type"
        /// Of the right type, and not one of the values that can be.
        case invalidValue = "invalid_value"
        case missing
        case unsetVariable = "unset_variable"
        /// A `${…}` that cannot be read, or its file cannot.
        case reference
        case unknownProvider = "unknown_provider"
        case providerNotBuiltIn = "provider_not_built_in"
        case duplicateGroup = "duplicate_group"
    }

    /// The file as messages name it.
    package var file: String
    /// Counted from 1.
    package var line: Int
    /// Counted from 1, in characters as an editor shows them.
    package var column: Int
    package var code: Code
    /// What is wrong and what would be right, suggestion included, in one line.
    package var message: String
    /// What was written, masked if it could be a secret.
    package var offending: String?
    /// What could stand there, where that is a short list.
    package var validValues: [String]
    /// The valid value nearest to what was written.
    package var suggestion: String?
    /// The line it stands in.
    package var excerpt: Excerpt?
    /// The key whose value is meant.
    package var key: String?

    package init(
        file: String, line: Int, column: Int, code: Code, message: String, offending: String? = nil,
        validValues: [String] = [], suggestion: String? = nil, excerpt: Excerpt? = nil,
        key: String? = nil
    ) {
        self.file = file
        self.line = line
        self.column = column
        self.code = code
        self.message = message
        self.offending = offending
        self.validValues = validValues
        self.suggestion = suggestion
        self.excerpt = excerpt
        self.key = key
    }

    /// A source line as it may be shown.
    package struct Excerpt: Sendable, Equatable {
        /// The line without its comment, values of secret and of unknown keys as `••••`.
        package let text: String
        /// The characters of `text` to point at, from 0.
        package let marked: Range<Int>

        package init(text: String, marked: Range<Int>) {
            self.text = text
            self.marked = marked
        }
    }
}

extension Diagnostic: CustomStringConvertible {
    /// `file:line:column: message`, on one line.
    package var description: String { "\(file):\(line):\(column): \(message)" }

    /// The one-line form, and below it the source line with the place marked, for a terminal.
    package var rendered: String {
        guard let excerpt else { return description }
        let number = String(line)
        let gutter = String(repeating: " ", count: number.count)
        // A tab before the mark is repeated under itself, so that both lines indent alike.
        let before = excerpt.text.prefix(excerpt.marked.lowerBound)
        let indent = String(before.map { $0 == "\t" ? Character("\t") : Character(" ") })
        let marks = String(repeating: "^", count: max(1, excerpt.marked.count))
        return """
            \(description)
            \(gutter) |
            \(number) | \(excerpt.text)
            \(gutter) | \(indent)\(marks)
            """
    }
}

extension Diagnostic: Comparable {
    /// In the order in which they are listed: by file, line and column.
    package static func < (left: Diagnostic, right: Diagnostic) -> Bool {
        (left.file, left.line, left.column, left.message)
            < (right.file, right.line, right.column, right.message)
    }
}
