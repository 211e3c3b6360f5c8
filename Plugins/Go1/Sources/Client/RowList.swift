import ConnectorKit

/// `{"total": …, "hits": […]}`, the envelope of all Go1 lists.
struct RowList {
    /// The documents of the rows, with the values at the paths.
    let rows: [SourceDocument]
    /// The number of rows of the whole list, if the response states it.
    let total: Int?

    /// - Throws: ``Failure/contract(_:)`` if the response is not a list.
    init(_ answer: Answer, paths: JSONPaths) throws(Failure) {
        let body = answer.response.body
        var documents: [SourceDocument] = []
        let members: [String: SourceValue]
        do {
            let listing = try JSONListing(
                body, elementsOf: "hits", members: ["total"], paths: paths, identity: 0..<0, version: 0)
            members = listing.members
            documents.reserveCapacity(listing.elements.count)
            for element in listing.elements {
                documents.append(try SourceDocument(json: body[element.range], paths: paths))
            }
        } catch {
            throw answer.unreadable(error)
        }
        rows = documents
        total = try answer.total(members["total"])
    }
}

extension Answer {
    /// Returns the number of rows that a response states.
    func total(_ value: SourceValue?) throws(Failure) -> Int? {
        switch value {
        case nil, .null: return nil
        case .number(let written), .text(let written):
            guard let total = Int(written), total >= 0 else {
                throw .contract("\(request): total is \"\(written.prefix(40))\"; a whole number was expected")
            }
            return total
        case let other?: throw .contract("\(request): total is \(other.kind); a whole number was expected")
        }
    }
}
