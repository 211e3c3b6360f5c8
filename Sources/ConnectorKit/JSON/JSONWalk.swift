/// Receives the values that ``JSONWalk`` finds.
protocol JSONValueConsumer {
    mutating func consume(_ token: JSONToken, slot: Int, from scanner: borrowing JSONScanner)
}

/// Walks over a value, validates it, and passes on the values at the given paths.
///
/// The first of several members with the same name counts, as in Foundation's JSONDecoder. A path through a
/// value of another type finds nothing. A path that ends at an object or list finds that kind.
struct JSONWalk<Consumer: JSONValueConsumer> {
    var scanner: JSONScanner
    var consumer: Consumer
    private let paths: JSONPaths
    /// For each member of the tree, the start of the object in which it was last found.
    private var lastObject: [Int]

    init(_ scanner: JSONScanner, _ paths: JSONPaths, _ consumer: Consumer) {
        self.scanner = scanner
        self.paths = paths
        self.consumer = consumer
        lastObject = Array(repeating: -1, count: paths.members.count)
    }

    /// Walks over the value at the scanner's position. The paths are relative to it.
    mutating func walk() throws(JSONFault) {
        try walk(paths.nodes[0])
    }

    private mutating func walk(_ node: JSONPaths.Node) throws(JSONFault) {
        switch scanner.byte {
        case UInt8(ascii: "{"):
            report(JSONToken(kind: .object, range: scanner.position..<scanner.position), node)
            guard !node.members.isEmpty else { return try scanner.skip() }
            try walkMembers(node)
        case UInt8(ascii: "["):
            report(JSONToken(kind: .list, range: scanner.position..<scanner.position), node)
            guard let element = node.element else { return try scanner.skip() }
            let elements = paths.nodes[element]
            var isFirst = true
            try scanner.open()
            while try scanner.nextElement(&isFirst) { try walk(elements) }
        default:
            report(try scanner.scalar(), node)
        }
    }

    private mutating func walkMembers(_ node: JSONPaths.Node) throws(JSONFault) {
        let start = scanner.position
        var isFirst = true
        try scanner.open()
        while let name = try scanner.nextName(&isFirst) {
            if let member = member(name, node), lastObject[member] != start {
                lastObject[member] = start
                try walk(paths.nodes[paths.members[member].node])
            } else {
                try scanner.skip()
            }
        }
    }

    private func member(_ name: JSONToken, _ node: JSONPaths.Node) -> Int? {
        if name.escaped {
            let unescaped = scanner.unescaped(name)
            return node.members.first { paths.members[$0].name == unescaped }
        }
        let range = name.range
        let head = JSONDigest.word(scanner.bytes, at: range.lowerBound, end: range.upperBound)
        return node.members.first { index in
            paths.members[index].head == head && paths.members[index].name.count == range.count
                && (range.count <= 8 || scanner.bytes[range].elementsEqual(paths.members[index].name))
        }
    }

    @inline(__always)
    private mutating func report(_ token: JSONToken, _ node: JSONPaths.Node) {
        for slot in paths.slots(node) { consumer.consume(token, slot: slot, from: scanner) }
    }
}
