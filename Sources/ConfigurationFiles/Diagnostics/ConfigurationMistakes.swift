/// Everything that is wrong with the configuration, all files together.
package struct ConfigurationMistakes: Error, Sendable, Equatable, CustomStringConvertible {
    /// In the order of file, line and column; never empty.
    package let diagnostics: [Diagnostic]

    init(_ diagnostics: [Diagnostic]) {
        var seen: Set<String> = []
        self.diagnostics = diagnostics.sorted().filter { seen.insert($0.description).inserted }
    }

    /// One line for each.
    package var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}
