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
        var splitter = WordSplitter(into: WordList())
        splitter.read(text)
        return splitter.output.words
    }

    /// The text that an index takes in: its words, divided by blanks. A run becomes its pairs of characters and its
    /// last character, so that every stretch of it is a sequence of pairs, or the beginning of one.
    static func indexed(_ text: String) -> String {
        var splitter = WordSplitter(into: IndexedText(room: text.utf8.count))
        splitter.read(text)
        return String(decoding: splitter.output.bytes, as: UTF8.self)
    }

    /// The words that stand for a name as they are: `C++`, `.NET`, and `R` or `Go` if nothing else is searched for.
    /// They begin too many other words to be told apart from these by their rarity. Short words beside others, such as
    /// `of`, are no names.
    static func names(among words: [SearchWord]) -> [String]? {
        let names = words.compactMap { word -> String? in
            switch word {
            case .word(let word)
            where words.count == 1 && word.count <= 2 || word.contains(where: { "+#".contains($0) }):
                word
            case .dotted(let word): ".\(word)"
            case .word, .run: nil
            }
        }
        return names.isEmpty ? nil : names
    }

    /// The pairs of neighbors, divided by blanks.
    static func pairs(_ scalars: [Unicode.Scalar]) -> String {
        zip(scalars, scalars.dropFirst()).map { "\($0)\($1)" }.joined(separator: " ")
    }
}

/// What takes in the words that ``WordSplitter`` finds.
protocol WordOutput {
    mutating func begin(_ kind: WordKind)
    /// One more character of the word.
    mutating func add(_ scalar: Unicode.Scalar)
    /// More letters and digits of ASCII, in either case.
    mutating func add(_ stretch: Slice<UnsafeBufferPointer<UInt8>>)
    mutating func end()
}

enum WordKind { case word, dotted, run }

private struct WordList: WordOutput {
    private(set) var words: [SearchWord] = []
    private var kind = WordKind.word
    private var scalars: [Unicode.Scalar] = []

    mutating func begin(_ kind: WordKind) {
        self.kind = kind
        scalars.removeAll(keepingCapacity: true)
    }

    mutating func add(_ scalar: Unicode.Scalar) { scalars.append(scalar) }
    mutating func add(_ stretch: Slice<UnsafeBufferPointer<UInt8>>) {
        scalars += stretch.lazy.map { Unicode.Scalar($0 | 0x20) }
    }

    mutating func end() {
        switch kind {
        case .word: words.append(.word(String(String.UnicodeScalarView(scalars))))
        case .dotted: words.append(.dotted(String(String.UnicodeScalarView(scalars))))
        case .run: words.append(.run(scalars))
        }
    }
}

private struct IndexedText: WordOutput {
    private(set) var bytes: [UInt8] = []
    private var kind = WordKind.word
    /// Where the last word begins.
    private var start = 0

    init(room: Int) { bytes.reserveCapacity(room + room / 4 + 8) }

    mutating func begin(_ kind: WordKind) {
        self.kind = kind
        if kind == .dotted { bytes.append(UInt8(ascii: ".")) }
        start = bytes.count
    }

    mutating func add(_ stretch: Slice<UnsafeBufferPointer<UInt8>>) {
        for byte in stretch { bytes.append(byte | 0x20) }
    }

    mutating func add(_ scalar: Unicode.Scalar) {
        if scalar.isASCII { return bytes.append(UInt8(truncatingIfNeeded: scalar.value)) }
        let encoded = UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
        guard kind == .run else { return bytes.append(contentsOf: encoded) }
        let isFirst = start == bytes.count
        bytes.append(contentsOf: encoded)
        guard !isFirst else { return }
        bytes.append(UInt8(ascii: " "))
        bytes.append(contentsOf: encoded)
    }

    mutating func end() {
        if kind == .dotted {
            let word = Array(bytes[start...])
            bytes.append(UInt8(ascii: " "))
            bytes.append(contentsOf: word)
        }
        bytes.append(UInt8(ascii: " "))
    }
}

/// Finds the words of a text, folded.
private struct WordSplitter<Output: WordOutput> {
    private(set) var output: Output
    private var open: WordKind?
    private var hasLeadingDot = false

    init(into output: Output) { self.output = output }

    mutating func read(_ text: String) {
        var composed = SearchFolding.compose(text)
        composed.withUTF8 { bytes in
            var rest = bytes[...]
            while let byte = rest.first {
                if byte >= 0x80 {
                    for scalar in SearchFolding.fold(Self.removeScalar(from: &rest)) { take(scalar) }
                } else if byte.isOfWord, open == .word || open == .dotted {
                    let end = rest.firstIndex { !$0.isOfWord } ?? rest.endIndex
                    output.add(rest[..<end])
                    rest = rest[end...]
                } else {
                    take(Unicode.Scalar(byte.isOfWord ? byte | 0x20 : byte))
                    rest.removeFirst()
                }
            }
        }
        if open != nil { output.end() }
        open = nil
    }

    /// The first scalar of bytes that are valid.
    private static func removeScalar(from bytes: inout Slice<UnsafeBufferPointer<UInt8>>) -> Unicode.Scalar {
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        guard case .scalarValue(let scalar) = decoder.decode(&iterator) else {
            bytes.removeFirst()
            return "\u{FFFD}"
        }
        bytes.removeFirst(UTF8.width(scalar))
        return scalar
    }

    private mutating func take(_ scalar: Unicode.Scalar) {
        let isOfRun = scalar.isOfRun
        switch open {
        case .run: if isOfRun { return output.add(scalar) }
        case .word, .dotted:
            if !isOfRun, scalar.isOfWord || scalar == "+" || scalar == "#" { return output.add(scalar) }
        case nil: break
        }
        if open != nil { output.end() }
        let isFirstDot = scalar == "." && open == nil
        if isOfRun {
            open = .run
        } else if scalar.isOfWord {
            open = hasLeadingDot && scalar.properties.isAlphabetic ? .dotted : .word
        } else {
            open = nil
        }
        hasLeadingDot = isFirstDot
        guard let open else { return }
        output.begin(open)
        output.add(scalar)
    }
}

extension UInt8 {
    /// Whether it is a letter or digit of ASCII.
    @inline(__always)
    fileprivate var isOfWord: Bool { (self | 0x20) &- 0x61 < 26 || self &- 0x30 < 10 }
}

extension Unicode.Scalar {
    // Most text is ASCII: what asks for properties stays out of its way.
    @inline(__always)
    fileprivate var isOfWord: Bool {
        value < 0x80 ? value &- 0x61 < 26 || value &- 0x30 < 10 : isOfWordBeyondASCII
    }

    /// Whether it belongs to a script that is written without blanks between words.
    @inline(__always)
    fileprivate var isOfRun: Bool { value >= 0x0E00 && isOfRunBeyondASCII }

    @inline(never)
    private var isOfWordBeyondASCII: Bool {
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber:
            true
        default: false
        }
    }

    @inline(never)
    private var isOfRunBeyondASCII: Bool {
        switch value {
        case 0x0E00..<0x0F00,  // Thai, Lao
            0x1000..<0x10A0, 0xA9E0..<0xAA00, 0xAA60..<0xAA80,  // Burmese
            0x1100..<0x1200, 0x3130..<0x3190, 0xA960..<0xA980, 0xAC00..<0xD800,  // Korean
            0x1780..<0x1800,  // Khmer
            0x3005...0x3007, 0x3021...0x3029, 0x3031...0x3035, 0x303B,  // marks beside kana
            0x3041..<0x3130, 0x31F0..<0x3200,  // kana
            0x2E80..<0x2FE0, 0x3400..<0x4DC0, 0x4E00..<0xA000, 0xF900..<0xFB00, 0x20000..<0x40000:  // Han
            isOfWordBeyondASCII && properties.generalCategory != .decimalNumber
        default: false
        }
    }
}
