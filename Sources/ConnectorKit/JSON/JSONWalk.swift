/// What takes the values that ``JSONWalk`` finds.
protocol JSONValueTaker {
    mutating func take(_ token: JSONToken, slot: Int, from scanner: borrowing JSONScanner)
}

/// Walks over values with the paths at hand, checks everything, and hands on what stands at the paths.
///
/// Of members with equal names the first counts, as it does for Foundation's JSONDecoder. A path that leads
/// through a value of another type finds nothing; one that ends at an object or list finds that kind.
struct JSONWalk<Taker: JSONValueTaker> {
    var scanner: JSONScanner
    var taker: Taker
    private let paths: JSONPaths
    /// For each member of the tree, where the object began in which it was met last.
    private var met: [Int]

    init(_ scanner: JSONScanner, _ paths: JSONPaths, _ taker: Taker) {
        self.scanner = scanner
        self.paths = paths
        self.taker = taker
        met = Array(repeating: -1, count: paths.members.count)
    }

    /// Walks over the value at the scanner's position, taking it for the document the paths are about.
    mutating func walk() throws(JSONFault) {
        try walk(paths.places[0])
    }

    private mutating func walk(_ place: JSONPaths.Place) throws(JSONFault) {
        switch scanner.byte {
        case UInt8(ascii: "{"):
            hand(JSONToken(kind: .object, range: scanner.position..<scanner.position), place)
            guard !place.members.isEmpty else { return try scanner.skip() }
            try walkMembers(place)
        case UInt8(ascii: "["):
            hand(JSONToken(kind: .list, range: scanner.position..<scanner.position), place)
            guard let element = place.element else { return try scanner.skip() }
            let elements = paths.places[element]
            var isFirst = true
            try scanner.open()
            while try scanner.nextElement(&isFirst) { try walk(elements) }
        default:
            hand(try scanner.scalar(), place)
        }
    }

    private mutating func walkMembers(_ place: JSONPaths.Place) throws(JSONFault) {
        let start = scanner.position
        var isFirst = true
        try scanner.open()
        while let name = try scanner.nextName(&isFirst) {
            if let member = member(name, place), met[member] != start {
                met[member] = start
                try walk(paths.places[paths.members[member].place])
            } else {
                try scanner.skip()
            }
        }
    }

    private func member(_ name: JSONToken, _ place: JSONPaths.Place) -> Int? {
        if name.escaped {
            let unescaped = scanner.unescaped(name)
            return place.members.first { paths.members[$0].name == unescaped }
        }
        let range = name.range
        let head = JSONDigest.word(scanner.bytes, at: range.lowerBound, end: range.upperBound)
        return place.members.first { index in
            paths.members[index].head == head && paths.members[index].name.count == range.count
                && (range.count <= 8 || scanner.bytes[range].elementsEqual(paths.members[index].name))
        }
    }

    @inline(__always)
    private mutating func hand(_ token: JSONToken, _ place: JSONPaths.Place) {
        for slot in paths.slots(place) { taker.take(token, slot: slot, from: scanner) }
    }
}
