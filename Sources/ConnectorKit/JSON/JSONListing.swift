/// One page of a listing: where its elements are, which they are, and what their mapped values come to.
///
/// An element is read again, by ``SourceDocument/init(json:paths:)``, only where its digest is new.
public struct JSONListing: Sendable {
    /// One element of the list.
    public struct Element: Sendable, Equatable {
        /// Its bytes in the body.
        public let range: Range<Int>
        /// The first value other than null at the identity's paths.
        public let id: SourceValue?
        /// The same for the kind's paths.
        public let kind: SourceValue?
        /// Changes when, and only when, a value at one of the paths changes, or the version.
        public let digest: UInt64
    }

    /// The elements in their order; those that are no objects are among them, without an id.
    public let elements: [Element]
    /// The members of the page that were asked for and are there.
    public let members: [String: SourceValue]
    /// Where in the body the values of these members stand, quotes included.
    public let memberRanges: [String: Range<Int>]

    /// Reads a page in one pass and checks the syntax of all of it.
    ///
    /// - Parameters:
    ///   - body: the page, a JSON object.
    ///   - key: the member that holds the list.
    ///   - members: names of further members to read, such as `total`.
    ///   - paths: what is mapped of an element, and therefore digested. The order of members, white space,
    ///     the spelling of texts (`\/` or `/`) and all else in the element make no difference.
    ///   - identity: which of the paths, by index, hold the id; the first find counts.
    ///   - kind: which of the paths, by index, hold what the provider sorts its elements out by, such as a
    ///     type.
    ///   - version: the version of the mapping, part of every digest.
    /// - Throws: ``JSONFault`` where the body is not JSON or has no list of this name.
    public init(
        _ body: [UInt8], elementsOf key: String, members: [String] = [], paths: JSONPaths,
        identity: Range<Int>, kind: Range<Int> = 0..<0, version: Int
    ) throws(JSONFault) {
        let digester = ElementDigester(
            slots: paths.paths.count, identity: identity, kind: kind,
            version: UInt64(bitPattern: Int64(version)))
        (elements, self.members, memberRanges) = try body.withUnsafeBufferPointer {
            (buffer) throws(JSONFault) -> ([Element], [String: SourceValue], [String: Range<Int>]) in
            var scanner = JSONScanner(buffer)
            scanner.begin()
            guard scanner.byte == UInt8(ascii: "{") else { throw scanner.expected("an object") }
            var walk = JSONWalk(scanner, paths, digester)
            var elements: [Element]?
            var found: [String: SourceValue] = [:]
            var ranges: [String: Range<Int>] = [:]
            var isFirst = true
            try walk.scanner.open()
            while let token = try walk.scanner.nextName(&isFirst) {
                let name = walk.scanner.text(token)
                if name == key, elements == nil {
                    elements = try Self.elements(&walk, of: key)
                } else if members.contains(name), found[name] == nil {
                    let start = walk.scanner.position
                    found[name] = try walk.scanner.value()
                    ranges[name] = start..<walk.scanner.position
                } else {
                    try walk.scanner.skip()
                }
            }
            try walk.scanner.end()
            guard let elements else {
                throw JSONFault(offset: scanner.position, message: "the answer has no list \"\(key)\"")
            }
            return (elements, found, ranges)
        }
    }

    private static func elements(
        _ walk: inout JSONWalk<ElementDigester>, of key: String
    ) throws(JSONFault) -> [Element] {
        guard walk.scanner.byte == UInt8(ascii: "[") else {
            var ahead = walk.scanner
            let kind = try ahead.value().kind
            throw walk.scanner.fault("\"\(key)\" is \(kind); a list was expected")
        }
        var elements: [Element] = []
        var isFirst = true
        try walk.scanner.open()
        while try walk.scanner.nextElement(&isFirst) {
            let start = walk.scanner.position
            walk.taker.begin()
            try walk.walk()
            elements.append(
                Element(
                    range: start..<walk.scanner.position,
                    id: walk.taker.identity.map(walk.scanner.value),
                    kind: walk.taker.kind.map(walk.scanner.value),
                    digest: walk.taker.digest))
        }
        return elements
    }
}
