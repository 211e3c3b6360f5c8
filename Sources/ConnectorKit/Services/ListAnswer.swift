/// A page of a JSON list: its elements, and the size of the list and the next cursor wherever the page has them.
public struct ListAnswer: Sendable {
    public let elements: [JSONListing.Element]
    /// The bytes that the elements' ranges refer to.
    public let body: [UInt8]
    /// The number of elements of the whole list; nil if the page does not state it.
    public let total: Int?
    /// The cursor or the address of the next page; nil if the page states none.
    public let next: String?
    /// The range of that text in the body, without its quotes, for a ``PageMemo``.
    public let nextRange: Range<Int>?

    /// The request, for messages.
    let request: String
    private let totalPath: String?
    private let paths: JSONPaths
    private let identity: Range<Int>

    /// - Parameters:
    ///   - key: The member that holds the list.
    ///   - total: The path of the size: `total`, `paging.total`.
    ///   - next: The path of the next cursor: `next`, `paging.next`.
    ///   - paths: What is read of an element.
    ///   - identity: The indices of the paths that hold the id.
    ///   - kind: The indices of the paths by which elements are selected.
    ///   - version: The version of the mapping.
    /// - Throws: ``Failure/contract(_:)`` if the response is no such page, which then counts as not received.
    public init(
        _ answer: ServiceAnswer, elementsOf key: String, total: String? = nil, next: String? = nil,
        paths: JSONPaths, identity: Range<Int> = 0..<1, kind: Range<Int> = 0..<0, version: Int = 0
    ) throws(Failure) {
        let wanted = [total, next].compactMap(\.self)
        let members = Set(wanted.map { String($0.prefix { $0 != "." }) })
        body = answer.response.body
        request = answer.request
        totalPath = total
        self.paths = paths
        self.identity = identity
        let listing: JSONListing
        do {
            listing = try JSONListing(
                body, elementsOf: key, members: members.sorted(), paths: paths, identity: identity,
                kind: kind, version: version)
        } catch {
            throw answer.unreadable(error)
        }
        elements = listing.elements
        if let total {
            self.total = try Self.number(Self.value(total, listing, body), total, answer)
        } else {
            self.total = nil
        }
        guard let next, let text = try Self.text(Self.value(next, listing, body), next, answer) else {
            (self.next, nextRange) = (nil, nil)
            return
        }
        self.next = text
        let quoted = listing.memberRanges[next]
        nextRange = quoted.map { $0.lowerBound + 1..<$0.upperBound - 1 }
    }

    /// Returns ``total``, for a service that states it on every page. An empty page that comes before the end is recognized
    /// by it.
    ///
    /// - Throws: ``Failure/contract(_:)`` if the page does not state it.
    public func requireTotal() throws(Failure) -> Int {
        guard let total else {
            throw .contract("\(request): no \(totalPath ?? "total"); a whole number was expected")
        }
        return total
    }

    /// The documents of the elements, with the values at the paths.
    ///
    /// - Throws: ``Failure/contract(_:)`` if an element cannot be read.
    public func documents() throws(Failure) -> [SourceDocument] {
        var documents: [SourceDocument] = []
        documents.reserveCapacity(elements.count)
        for element in elements {
            do {
                documents.append(try SourceDocument(json: body[element.range], paths: paths))
            } catch {
                throw .contract("\(request): \(error.message)")
            }
        }
        return documents
    }

    /// The elements as rows that are read by the names of their members, such as those of a report.
    ///
    /// - Throws: ``Failure/contract(_:)`` if an element cannot be read.
    public func rows(_ settings: Settings) throws(Failure) -> [FieldInput] {
        try documents().map { FieldInput($0, paths, settings: settings) }
    }

    /// A page for the host, with the elements that have an id; the others are refused with the reason.
    ///
    /// - Parameters:
    ///   - checkpoint: The position of the next page; nil on the last page.
    ///   - total: The size of the listing, if another than ``total``.
    ///   - first: The number of the first row, for reasons.
    public func catalogPage(next checkpoint: Checkpoint?, total: Int? = nil, firstRow first: Int = 1)
        -> CatalogPage
    {
        var page = CatalogPage(
            items: [], rows: elements.count, next: checkpoint, total: total ?? self.total,
            isLast: checkpoint == nil)
        page.items.reserveCapacity(elements.count)
        for (row, element) in elements.enumerated() {
            switch element.id {
            case .text(let id)? where !id.isEmpty, .number(let id)?:
                page.items.append(RawItem(id: id, digest: element.digest, bytes: body[element.range]))
            case let other:
                let name = paths.paths[identity].joined(separator: " or ")
                let problem =
                    switch other {
                    case nil, .null, .text: "no \(name)"
                    case let value?: "the id is \(value.kind)"
                    }
                page.refused.append(RefusedItem(id: nil, reason: "row \(first + row): \(problem)"))
            }
        }
        return page
    }

    // MARK: - Members

    private static func value(_ path: String, _ listing: JSONListing, _ body: [UInt8]) -> SourceValue? {
        guard let dot = path.firstIndex(of: ".") else { return listing.members[path] }
        guard let range = listing.memberRanges[String(path[..<dot])] else { return nil }
        let inner = JSONPaths([String(path[path.index(after: dot)...])])
        return (try? SourceDocument(json: body[range], paths: inner))?.values[0].first
    }

    private static func number(_ value: SourceValue?, _ path: String, _ answer: ServiceAnswer)
        throws(Failure) -> Int?
    {
        switch value {
        case nil, .null: return nil
        case .number(let written), .text(let written):
            guard let total = Int(written), total >= 0 else {
                throw .contract(
                    "\(answer.request): \(path) is \"\(written.prefix(40))\"; a whole number was expected")
            }
            return total
        case let other?:
            throw .contract("\(answer.request): \(path) is \(other.kind); a whole number was expected")
        }
    }

    private static func text(_ value: SourceValue?, _ path: String, _ answer: ServiceAnswer)
        throws(Failure) -> String?
    {
        switch value {
        case nil, .null: return nil
        case .text(let text): return text.isEmpty ? nil : text
        case let other?: throw .contract("\(answer.request): \(path) is \(other.kind); text was expected")
        }
    }
}
