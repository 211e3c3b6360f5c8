import ConnectorKit

/// Values written as YAML.
enum YAMLText {
    /// A value on one line.
    ///
    /// - Parameter style: the quotes of what stood there before, kept where they can be.
    static func flow(_ value: ConfigurationValue, style: YAMLNode.ScalarStyle = .plain) -> String {
        switch value {
        case .null: return "null"
        case .boolean(let flag): return String(flag)
        case .integer(let number): return String(number)
        case .text(let text): return scalar(text, style: style)
        case .list(let items): return "[\(items.map { flow($0, style: style) }.joined(separator: ", "))]"
        case .mapping(let members):
            if members.isEmpty { return "{}" }
            return "{ \(members.map { "\(scalar($0.name)): \(flow($0.value))" }.joined(separator: ", ")) }"
        }
    }

    /// Text that reads as text again, inside brackets too.
    static func scalar(_ text: String, style: YAMLNode.ScalarStyle = .plain) -> String {
        let printable = text.unicodeScalars.allSatisfy(isPrintable)
        switch style {
        case .singleQuoted where printable: return "'\(text.replacing("'", with: "''"))'"
        case .plain where isPlain(text): return text
        default: return doubleQuoted(text)
        }
    }

    /// Whether text can stand without quotes for every reader of YAML 1.1 and 1.2: `no` is a boolean
    /// to some, `07:40` a number to others.
    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last,
            first.properties.isAlphabetic || isDigit(first) || "/_.".unicodeScalars.contains(first),
            last != " ",
            last != ":", !text.contains(": "),
            text.unicodeScalars.allSatisfy({
                $0.properties.isAlphabetic || isDigit($0) || " _-./@+:=".unicodeScalars.contains($0)
            })
        else { return false }
        let words = ["true", "false", "yes", "no", "on", "off", "y", "n", "null"]
        if words.contains(text.lowercased()) { return false }
        let looksLikeNumber =
            (isDigit(first) || first == ".")
            && text.unicodeScalars.allSatisfy {
                isDigit($0) || "._:eExXoOabcdfABCDF+-".unicodeScalars.contains($0)
            }
        return !looksLikeNumber
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse, .format:
            false
        default: true
        }
    }

    private static func doubleQuoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case _ where isPrintable(scalar): result.unicodeScalars.append(scalar)
            default:
                let hex = String(scalar.value, radix: 16, uppercase: true)
                result += "\\U" + String(repeating: "0", count: 8 - hex.count) + hex
            }
        }
        return result + "\""
    }
}
