/// Where something is written in a configuration file.
public struct Place: Sendable, Equatable, CustomStringConvertible {
    /// The file as people are told of it, such as `providers/sales.yaml`.
    public let file: String
    /// Counted from 1.
    public let line: Int
    /// Counted from 1, in characters.
    public let column: Int

    public init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }

    /// `providers/sales.yaml:14`
    public var fileAndLine: String { "\(file):\(line)" }
    /// `providers/sales.yaml:14:24`
    public var description: String { "\(file):\(line):\(column)" }
}
