package import ConnectorKit

extension JSONObject {
    /// The values as one line of CSV (RFC 4180), without its line end.
    package var csv: String { members.map { Self.cell($0.value.plain) }.joined(separator: ",") }

    /// The names as a line of CSV.
    package static func csvHeader(_ names: [String]) -> String { names.map(cell).joined(separator: ",") }

    /// A cell that no spreadsheet runs and that steers no terminal (rule R9).
    private static func cell(_ value: String) -> String {
        let text = (isFormula(value) ? "'" : "") + withoutControls(value)
        guard text.utf8.contains(where: { [34, 44, 10].contains($0) }) else { return text }
        // By bytes: a quote with a combining mark is another character, and one quote to a reader.
        return "\"" + String(decoding: text.utf8.flatMap { $0 == 34 ? [34, 34] : [$0] }, as: UTF8.self) + "\""
    }

    /// Line feeds stay, within quotes: a description has lines.
    private static func withoutControls(_ value: String) -> String {
        guard value.unicodeScalars.contains(where: \.isControl) else { return value }
        return value.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
            .map { String($0).withoutControls }.joined(separator: "\n")
    }

    /// Whether a spreadsheet would run the value. A plain number is none: a sign, digits, and a fraction or an
    /// exponent.
    private static func isFormula(_ value: String) -> Bool {
        guard let first = value.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) else {
            return false
        }
        return value.wholeMatch(of: /[+-][0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?/) == nil
    }
}
