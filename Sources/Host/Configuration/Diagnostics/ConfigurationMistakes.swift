/// Everything that is wrong with the configuration, all files together.
public struct ConfigurationMistakes: Error, Sendable, Equatable, CustomStringConvertible {
    /// In the order of file, line and column; never empty.
    public let diagnostics: [Diagnostic]

    init(_ diagnostics: [Diagnostic]) {
        var seen: Set<String> = []
        self.diagnostics = diagnostics.sorted().filter { seen.insert($0.description).inserted }
    }

    /// One line for each.
    public var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}
