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
}
