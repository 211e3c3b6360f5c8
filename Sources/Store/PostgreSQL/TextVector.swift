/// The words of an item as the text of a `tsvector`, and a search as that of a `tsquery` (documentation, "Text Search
/// Types"). Both are made of ``SearchWord``: no dictionary of the server takes part.
struct TextVector {
    /// Where a word stands, and so what it counts. The number is the position of all words there.
    enum Weight: Int {
        case name = 1
        case subject, maker, description

        /// As a `tsvector` writes it.
        fileprivate var letter: String {
            switch self {
            case .name: "A"
            case .subject: "B"
            case .maker: "C"
            case .description: ""
            }
        }
    }

    private var places: [Substring: [(position: Int, weight: Weight)]] = [:]
    private var size = 0
    /// Pairs of a run are found in their order, so they have positions of their own. Words are not: one position does
    /// for all of a weight, and so a word counts once there.
    private var next = 10

    /// The largest position there is, the most of one word, and nearly the most bytes of all words.
    private static let (lastPosition, mostPlaces, mostBytes) = (16_383, 255, 900_000)
    /// The most bytes of a word.
    private static let mostOfWord = 2_000

    /// Takes in a text that ``SearchWord/indexed(_:)`` has made.
    mutating func add(_ indexed: String, _ weight: Weight) {
        for word in Self.words(indexed) {
            let word = Self.cut(word)
            let isPair = (word.utf8.first ?? 0) >= 0x80 && word.unicodeScalars.count <= 2
            add(word, isPair ? next : weight.rawValue, weight)
            if isPair { next = min(next + 1, Self.lastPosition) }
        }
        // No run goes on from one text to the next.
        next = min(next + 1, Self.lastPosition)
    }

    private mutating func add(_ word: Substring, _ position: Int, _ weight: Weight) {
        guard let known = places.index(forKey: word) else {
            guard size < Self.mostBytes else { return }
            size += word.utf8.count + 10
            places[word] = [(position, weight)]
            return
        }
        guard places.values[known].count < Self.mostPlaces,
            !places.values[known].contains(where: { $0.position == position })
        else { return }
        size += 2
        places.values[known].append((position, weight))
    }

    var text: String {
        var text = ""
        for (word, places) in places {
            text += Self.quoted(word) + ":"
            text += places.map { "\($0.position)\($0.weight.letter)" }.joined(separator: ",")
            text += " "
        }
        return text
    }

    /// What blanks divide. A mark that begins a word makes one character with the blank before it, so that characters
    /// are not what is looked at.
    static func words(_ text: String) -> [Substring] {
        text.utf8.split(separator: UInt8(ascii: " ")).map { Substring($0) }
    }

    /// As the query is cut, so is the word that it is to begin.
    static func cut(_ word: Substring) -> Substring {
        guard word.utf8.count > mostOfWord else { return word }
        var size = 0
        let end = word.unicodeScalars.firstIndex { scalar in
            size += UTF8.width(scalar)
            return size > mostOfWord
        }
        return word[..<(end ?? word.endIndex)]
    }

    /// A word has neither quotes nor backslashes.
    static func quoted(_ word: some StringProtocol) -> String { "'\(word)'" }
}
