import Foundation

/// What search does not tell apart (rule C18): case; accents and other marks of Latin, Greek, Cyrillic, Hebrew and
/// Arabic; width and compatibility forms; ligatures; letters that people write in two ways.
enum SearchFolding {
    /// The text in composed form, in which ``fold(_:)`` takes it.
    static func compose(_ text: String) -> String {
        needsComposing(text)
            ? text.decomposedStringWithCompatibilityMapping.precomposedStringWithCanonicalMapping : text
    }

    /// A folded character; none for characters that are not seen, such as soft hyphens.
    static func fold(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        switch scalar.value {
        case 0x41...0x5A: [Unicode.Scalar(UInt8(truncatingIfNeeded: scalar.value) | 0x20)]
        case ..<0x80: [scalar]
        case ..<UInt32(tableEnd): table[Int(scalar.value) - 0x80]
        default: isUnseen(scalar) ? [] : Array(scalar.properties.lowercaseMapping.unicodeScalars)
        }
    }

    /// Whether a text has characters that only become what search compares together with their neighbors: marks of
    /// kana, parts of Korean syllables, half and full width, mathematical and other compatibility forms.
    private static func needsComposing(_ text: String) -> Bool {
        // No character below U+1000 has a byte like that.
        guard text.utf8.contains(where: { $0 >= 0xE1 }) else { return false }
        return text.unicodeScalars.contains { scalar in
            switch scalar.value {
            case ..<0x1100: false
            case ..<0x1200, 0x3099...0x309A, 0xA960..<0xA980, 0xD7B0..<0xD800: true
            case ..<UInt32(tableEnd), 0x3000..<0x3130, 0x3400..<0xA4D0, 0xAC00..<0xD7B0: false
            default: true
            }
        }
    }

    private static let tableEnd = 0x2E80

    /// The folded form of each character from U+0080 on.
    private static let table: [[Unicode.Scalar]] = (0x80..<tableEnd).map { code in
        Unicode.Scalar(code).map(foldedByItself) ?? []
    }

    private static func foldedByItself(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        var folded = String.UnicodeScalarView()
        let lowered = scalar.properties.lowercaseMapping.decomposedStringWithCompatibilityMapping
        for part in lowered.unicodeScalars where !isUnseen(part) && !isMark(part) {
            // A fraction becomes two numbers.
            if part == "\u{2044}" {
                folded.append(" ")
            } else {
                folded.append(contentsOf: alike(part).unicodeScalars)
            }
        }
        // Parts of scripts whose marks count stay together.
        return Array(String(folded).precomposedStringWithCanonicalMapping.unicodeScalars)
    }

    /// A letter by the one that people also write for it.
    private static func alike(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "ß": "ss"
        case "æ": "ae"
        case "œ": "oe"
        case "ø": "o"
        case "ł": "l"
        case "đ", "ð": "d"
        case "þ": "th"
        case "ħ": "h"
        case "ı": "i"
        case "ŋ": "n"
        case "ŧ": "t"
        case "ς": "σ"
        // As in Lucene's Arabic and Persian normalizations: alef maksura and Persian yeh, teh marbuta, keheh.
        case "\u{0649}", "\u{06CC}": "\u{064A}"
        case "\u{0629}": "\u{0647}"
        case "\u{06A9}": "\u{0643}"
        // Letters by name, apostrophes by use.
        case "\u{02B9}"..."\u{02BF}": " "
        default: String(scalar)
        }
    }

    /// Marks that are left out in writing or in typing. Those of Indic and South East Asian scripts are vowels.
    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0300...0x036F, 0x0483...0x0489, 0x0591...0x05BD, 0x05BF, 0x05C1...0x05C2, 0x05C4...0x05C5,
            0x05C7,
            0x0610...0x061A, 0x064B...0x065F, 0x0670, 0x06D6...0x06DC, 0x06DF...0x06E8, 0x06EA...0x06ED,
            0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF, 0x093C, 0x09BC, 0x0A3C:
            true
        default: false
        }
    }

    /// Characters that only say how others are shown: soft hyphens, joiners, variation selectors, tatweel.
    private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .format || scalar.properties.isVariationSelector
            || scalar == "\u{0640}"
    }
}
