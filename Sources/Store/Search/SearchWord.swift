/// A word of a text, as search compares it: the same on both sides, and for every engine.
enum SearchWord: Equatable {
    /// Letters, digits and marks, folded (``SearchFolding``), with what `+` and `#` follow them, as in `C++` and `C#`.
    case word(String)
    /// A word that a dot begins, as in `.NET`, without the dot.
    case dotted(String)
    /// A stretch of a script that is written without blanks between words: Chinese, Japanese, Thai, Lao, Khmer,
    /// Burmese, and Korean, whose words carry endings. Its words cannot be told apart without a dictionary.
    case run([Unicode.Scalar])

    /// The words of a text in their order.
    static func all(in text: String) -> [SearchWord] {
        let scalars = SearchFolding.fold(text)
        var words: [SearchWord] = []
        split(scalars) { kind, range in
            switch kind {
            case .word: words.append(.word(Self.text(scalars[range])))
            case .dotted: words.append(.dotted(Self.text(scalars[range])))
            case .run: words.append(.run(Array(scalars[range])))
            }
        }
        return words
    }

    /// The text that an index takes in: its words, divided by blanks. A run becomes its pairs of characters and its
    /// last character, so that every stretch of it is a sequence of pairs, or the beginning of one.
    static func indexed(_ text: String) -> String {
        let scalars = SearchFolding.fold(text)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(scalars.count + scalars.count / 4 + 8)
        func add(_ word: some Collection<Unicode.Scalar>) {
            for scalar in word { bytes += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter }
            bytes.append(UInt8(ascii: " "))
        }
        split(scalars) { kind, range in
            switch kind {
            case .word: add(scalars[range])
            case .dotted:
                bytes.append(UInt8(ascii: "."))
                add(scalars[range])
                add(scalars[range])
            case .run:
                for first in range { add(scalars[first..<min(first + 2, range.upperBound)]) }
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The pairs of neighbors, divided by blanks.
    static func pairs(_ scalars: [Unicode.Scalar]) -> String {
        zip(scalars, scalars.dropFirst()).map { "\($0)\($1)" }.joined(separator: " ")
    }

    private enum Kind { case word, dotted, run }

    /// Finds the words of a folded text.
    private static func split(_ scalars: [Unicode.Scalar], found: (Kind, Range<Int>) -> Void) {
        var open: (kind: Kind, start: Int)?
        var hasLeadingDot = false
        for (index, scalar) in scalars.enumerated() {
            let isOfRun = scalar.isOfRun
            let goesOn =
                switch open?.kind {
                case .run: isOfRun
                case .word, .dotted: !isOfRun && (scalar.isOfWord || scalar == "+" || scalar == "#")
                case nil: false
                }
            if !goesOn {
                let wasOpen = open != nil
                if let open { found(open.kind, open.start..<index) }
                if isOfRun {
                    open = (.run, index)
                } else if scalar.isOfWord {
                    open = (hasLeadingDot && scalar.properties.isAlphabetic ? .dotted : .word, index)
                } else {
                    open = nil
                }
                hasLeadingDot = scalar == "." && !wasOpen
            }
        }
        if let open { found(open.kind, open.start..<scalars.count) }
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        String(String.UnicodeScalarView(scalars))
    }
}

extension Unicode.Scalar {
    fileprivate var isOfWord: Bool {
        switch value {
        case 0x30...0x39, 0x61...0x7A: true
        case ..<0x80: false
        default:
            switch properties.generalCategory {
            case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
                .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber:
                true
            default: false
            }
        }
    }

    /// Whether it belongs to a script that is written without blanks between words.
    fileprivate var isOfRun: Bool {
        switch value {
        case ..<0x0E00: false
        case 0x0E00..<0x0F00,  // Thai, Lao
            0x1000..<0x10A0, 0xA9E0..<0xAA00, 0xAA60..<0xAA80,  // Burmese
            0x1100..<0x1200, 0x3130..<0x3190, 0xA960..<0xA980, 0xAC00..<0xD800,  // Korean
            0x1780..<0x1800,  // Khmer
            0x3005...0x3007, 0x3021...0x3029, 0x3031...0x3035, 0x303B,  // marks beside kana
            0x3041..<0x3130, 0x31F0..<0x3200,  // kana
            0x2E80..<0x2FE0, 0x3400..<0x4DC0, 0x4E00..<0xA000, 0xF900..<0xFB00, 0x20000..<0x40000:  // Han
            isOfWord && properties.generalCategory != .decimalNumber
        default: false
        }
    }
}
