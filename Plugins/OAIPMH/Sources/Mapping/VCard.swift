import Foundation

/// vCards (RFC 6350), as LOM holds them for whoever contributed.
enum VCard {
    /// The name of whom a card is about: `FN`, else `N`, else `ORG`. Text that is no card is a name already.
    static func name(_ text: String) -> String? {
        guard text.uppercased().hasPrefix("BEGIN:VCARD") else { return text.isEmpty ? nil : text }
        let fields = fields(text)
        for property in ["FN", "N", "ORG"] {
            guard let value = fields[property] else { continue }
            let parts = parts(value)
            // A name in parts begins with the family's.
            let words =
                property == "N"
                ? [parts.dropFirst().first, parts.first].compactMap { $0 } : Array(parts.prefix(1))
            let name = words.joined(separator: " ").trimmingCharacters(in: .whitespaces)
            if !name.isEmpty { return name }
        }
        return nil
    }

    /// The first value of each property. A line that begins with white space goes on with the one before, and
    /// what was put on one line altogether begins anew with each property.
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

    /// A value split at semicolons, its escapes undone.
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
