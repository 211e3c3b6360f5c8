import Foundation

/// vCards (RFC 6350), which LOM uses for contributors.
enum VCard {
    /// Returns the name on a card: `FN`, else `N`, else `ORG`. Text that is not a card counts as a name.
    static func name(_ text: String) -> String? {
        guard text.uppercased().hasPrefix("BEGIN:VCARD") else { return text.isEmpty ? nil : text }
        let fields = fields(text)
        for property in ["FN", "N", "ORG"] {
            guard let value = fields[property] else { continue }
            let parts = parts(value)
            // The parts of a name begin with the family name.
            let words =
                property == "N"
                ? [parts.dropFirst().first, parts.first].compactMap { $0 } : Array(parts.prefix(1))
            let name = words.joined(separator: " ").trimmingCharacters(in: .whitespaces)
            if !name.isEmpty { return name }
        }
        return nil
    }

    /// The first value of each property. A line that begins with white space continues the previous one. In a
    /// card on a single line, each property name begins a new line.
    private static func fields(_ text: String) -> [String: String] {
        var unfolded = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        if !unfolded.contains("\n") {
            for property in ["VERSION", "FN", "N", "ORG", "EMAIL", "TEL", "ADR", "TITLE", "URL", "END"] {
                for mark in [":", ";"] {
                    unfolded = unfolded.replacing(" \(property)\(mark)", with: "\n\(property)\(mark)")
                }
            }
        }
        unfolded = unfolded.replacing("\n ", with: "").replacing("\n\t", with: "")
        var fields: [String: String] = [:]
        for line in unfolded.split(separator: "\n") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let property = line[..<colon].prefix { $0 != ";" }.uppercased()
            let name = property.split(separator: ".").last.map(String.init) ?? property
            if fields[name] == nil { fields[name] = String(line[line.index(after: colon)...]) }
        }
        return fields
    }

    /// Splits a value at semicolons and decodes its escapes.
    private static func parts(_ value: String) -> [String] {
        var parts = [""]
        var isEscaped = false
        for character in value {
            switch (character, isEscaped) {
            case ("\\", false):
                isEscaped = true
                continue
            case (";", false): parts.append("")
            case ("n", true), ("N", true): parts[parts.count - 1].append(" ")
            default: parts[parts.count - 1].append(character)
            }
            isEscaped = false
        }
        return parts
    }
}
