import ConnectorKit

/// The results of a provider as a table for people.
struct ResultTable {
    let provider: String
    let rows: [(test: ConformanceCase, result: ConformanceResult)]
    /// What the provider does not declare, so that its cases do not apply.
    var undeclared: [Capability] = []
    /// What several cases failed for.
    var causes: [(cause: String, cases: [String])] = []

    var text: String {
        // A cause that several cases failed for is reported with the first of them.
        let first = Dictionary(
            causes.flatMap { cause in cause.cases.dropFirst().map { ($0, cause.cases[0]) } }
        ) { first, _ in first }
        let cells = rows.map { row -> [String] in
            switch row.result {
            case .passed(let note): [row.test.id, "kept", note]
            case .skipped(let reason): [row.test.id, "skipped", reason]
            case .failed(let finding):
                [row.test.id, "BROKEN", first[row.test.id].map { "as \($0)" } ?? finding]
            }
        }
        let others = undeclared.map { [$0.rawValue, "not declared", "its cases do not apply"] }
        let all = [["GUARANTEE OF \(provider.uppercased())", "RESULT", "BY"]] + cells + others
        let widths = (0..<2).map { column in all.map { $0[column].count }.max() ?? 0 }
        return all.map { row in
            let padded = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
            return (padded + [row[2]]).joined(separator: "  ")
        }.joined(separator: "\n")
            + causes.map { "\n\($0.cases.count) cases fail for one cause: \($0.cause)" }.joined()
    }
}
