import ConnectorKit
package import ConfigurationFiles
import Model

extension Record {
    package static let diagnosticKeys = [
        "file", "line", "column", "code", "message", "offending", "validValues", "suggestion", "excerpt",
    ]

    /// A mistake in a configuration file; `excerpt` is its line, with the place to point at in characters from 0,
    /// `to` being the first behind it.
    package init(_ diagnostic: Diagnostic) {
        let excerpt = diagnostic.excerpt.map { excerpt in
            JSONValue.object(
                Record([
                    ("text", .text(excerpt.text)), ("from", .integer(excerpt.marked.lowerBound)),
                    ("to", .integer(excerpt.marked.upperBound)),
                ]))
        }
        let values: [JSONValue] = [
            .text(diagnostic.file), .integer(diagnostic.line), .integer(diagnostic.column),
            .text(diagnostic.code.rawValue), .text(diagnostic.message), .optional(diagnostic.offending),
            .texts(diagnostic.validValues), .optional(diagnostic.suggestion), excerpt ?? .null,
        ]
        self.init(Array(zip(Self.diagnosticKeys, values)))
    }
}
