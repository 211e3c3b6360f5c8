/// Where something is written in a configuration file.
package struct Place: Sendable, Equatable, CustomStringConvertible {
    /// The file as messages name it, such as `providers/sales.yaml`.
    package let file: String
    /// Counted from 1.
    package let line: Int
    /// Counted from 1, in characters.
    package let column: Int

    package init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }

    /// `providers/sales.yaml:14`
    package var fileAndLine: String { "\(file):\(line)" }
    /// `providers/sales.yaml:14:24`
    package var description: String { "\(file):\(line):\(column)" }
}
