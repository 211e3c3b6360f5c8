/// One page of a listing: the elements, their ids, and the digests of their mapped values.
///
/// ``SourceDocument/init(json:paths:)`` reads an element again only if its digest is new.
public struct JSONListing: Sendable {
    /// One element of the list.
    public struct Element: Sendable, Equatable {
        /// The element's bytes in the body.
        public let range: Range<Int>
        /// The first value other than null at the identity's paths.
        public let id: SourceValue?
        /// The first value other than null at the kind's paths.
        public let kind: SourceValue?
        /// Changes if and only if a value at one of the paths or the version changes.
        public let digest: UInt64
    }

    /// The elements in order. An element that is not an object has no id.
    public let elements: [Element]
    /// The requested members that the page has.
    public let members: [String: SourceValue]
    /// The ranges of these members' values in the body, quotes included.
    public let memberRanges: [String: Range<Int>]

    /// Reads a page in one pass and checks all of its syntax.
    ///
    /// - Parameters:
    ///   - body: The page, a JSON object.
    ///   - key: The member that holds the list.
    ///   - members: The names of further members to read, such as `total`.
    ///   - paths: The mapped values of an element, which are digested. The order of members, white space, the
    ///     spelling of texts (`\/` or `/`) and everything else in the element do not matter.
    ///   - identity: The indices of the paths that hold the id. The first value found is used.
    ///   - kind: The indices of the paths that hold the value by which the provider selects elements, such as
    ///     a type.
    ///   - version: The version of the mapping, part of every digest.
    /// - Throws: ``JSONFault`` if the body is not JSON or has no list of this name.
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
            walk.consumer.begin()
            try walk.walk()
            elements.append(
                Element(
                    range: start..<walk.scanner.position,
                    id: walk.consumer.identity.map(walk.scanner.value),
                    kind: walk.consumer.kind.map(walk.scanner.value),
                    digest: walk.consumer.digest))
        }
        return elements
    }
}
