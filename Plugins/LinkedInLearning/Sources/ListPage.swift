import ConnectorKit

/// A page of one of the service's lists: elements, and `paging` with the size of the list.
struct ListPage {
    let listing: JSONListing
    let body: [UInt8]
    /// The number of elements of the whole list.
    let total: Int

    /// - Parameters:
    ///   - start: The place of the first element that was asked for.
    ///   - count: The number of elements that were asked for.
    ///   - paths: What is read of an element; its id comes first.
    /// - Throws: ``Failure/contract(_:)`` if the response is no page, which then counts as not received.
    init(_ answer: Answer, start: Int, count: Int, paths: JSONPaths, version: Int = 0) throws(Failure) {
        let body = answer.response.body
        self.body = body
        do throws(JSONFault) {
            listing = try JSONListing(
                body, elementsOf: "elements", members: ["paging"], paths: paths, identity: 0..<1,
                version: version)
            let paging = listing.memberRanges["paging"].map { body[$0] } ?? Array("{}".utf8)[...]
            let found = try SourceDocument(json: paging, paths: Self.paging).values
            guard case .number(let digits)? = found[0].first, let stated = Int(digits), stated >= 0 else {
                throw JSONFault(offset: 0, message: "no paging.total; a whole number was expected")
            }
            total = stated
            if start + count < stated, !found[1].contains(.text("next")) {
                throw JSONFault(
                    offset: 0,
                    message:
                        "the page after \(start + count) of \(stated) is missing; a link \"next\" was expected"
                )
            }
        } catch {
            throw .contract("\(answer.request): \(error.message)")
        }
    }

    private static let paging = JSONPaths(["total", "links[].rel"])
}

extension ListPage {
    /// The assets for the host.
    ///
    /// - Parameters:
    ///   - next: Nil on the last page.
    ///   - total: The size of the whole catalog, if it is known.
    ///   - isSizing: Whether only the size was asked for: the page then has no rows.
    func catalogPage(next: ListingPosition?, total: Int?, isSizing: Bool) -> CatalogPage {
        let elements = isSizing ? [] : listing.elements
        var page = CatalogPage(
            items: [], rows: elements.count, next: next?.checkpoint, total: total, isLast: next == nil)
        page.memo = PageMemo(
            body, cursor: nil, rows: elements.count, total: self.total, version: AssetTable.version)
        page.items.reserveCapacity(elements.count)
        for (row, element) in elements.enumerated() {
            if case .text(let urn)? = element.id, !urn.isEmpty {
                page.items.append(RawItem(id: urn, digest: element.digest, bytes: body[element.range]))
            } else {
                let problem = element.id.map { "urn is \($0.kind); text was expected" } ?? "no urn"
                page.refused.append(RefusedItem(id: nil, reason: "row \(row + 1): \(problem)"))
            }
        }
        return page
    }
}
