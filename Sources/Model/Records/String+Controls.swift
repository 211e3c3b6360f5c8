extension String {
    /// Each control character replaced by a space, so that the text is one line and steers no terminal (rule L7).
    package var withoutControls: String {
        guard unicodeScalars.contains(where: \.isControl) else { return self }
        // By characters: CR LF is one, and becomes one space.
        return String(map { $0.unicodeScalars.contains(where: \.isControl) ? " " : $0 })
    }
}

extension String {
    /// JSON with each control character as an escape, which means the same.
    var escapingControls: String {
        guard unicodeScalars.contains(where: \.isControl) else { return self }
        var text = ""
        for scalar in unicodeScalars {
            if scalar.isControl {
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}

extension Unicode.Scalar {
    /// C0, DEL, C1, line and paragraph separators, and the bidirectional embeddings, overrides and isolates
    /// (UAX 9, section 2), with which a text can show another order than it has. Our decision.
    var isControl: Bool {
        switch value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    /// Whether names, ids and other short texts may not hold it (rule L10): what is never shown raw, and the other marks
    /// that set the direction of text. Joiners are allowed: names in many scripts, and emoji, need them.
    var isForbidden: Bool {
        switch value {
        case 0x061C, 0x200E, 0x200F: true
        default: isControl
        }
    }
}

extension String {
    /// Why the text is no name, id, or other short text, as it follows what it is called; nil if it may be one.
    package var forbiddenCharacter: String? {
        guard let scalar = unicodeScalars.first(where: \.isForbidden) else { return nil }
        let digits = String(scalar.value, radix: 16, uppercase: true)
        let code = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        return "holds U+\(code); control characters and marks of direction are not allowed"
    }
}

/// An id that a provider or a caller gave to content.
package enum ExternalID {
    /// The longest, in bytes (rule L10).
    package static let longest = 1_024

    /// Why the text is no such id, as it follows what it is called; nil if it may be one.
    package static func problem(with text: String) -> String? {
        text.forbiddenCharacter
            ?? (text.utf8.count > longest
                ? "has \(text.utf8.count) bytes; 1,024 at most were expected" : nil)
    }
}
