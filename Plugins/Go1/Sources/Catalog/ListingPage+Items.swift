import ConnectorKit

extension ListAnswer {
    /// Converts the page for the host.
    ///
    /// - Parameter mapping: Supplies the reason if an item has no usable id.
    func catalogPage(after position: CursorPaging, mapping: Mapping) -> CatalogPage {
        let number = position.pages + 1
        let rows = elements.count
        let total = self.total ?? position.total
        let following = position.next(rows: rows, total: total, cursor: next)
        var page = CatalogPage(
            items: [], rows: rows, next: following, total: total, isLast: following == nil)
        page.memo = PageMemo(
            body, cursor: nextRange, rows: rows, total: self.total, version: CatalogTable.version)
        page.items.reserveCapacity(rows)
        for (row, element) in elements.enumerated() where Self.isSupported(element) {
            if let id = Self.number(element.id) {
                page.items.append(RawItem(id: id, digest: element.digest, bytes: body[element.range]))
            } else {
                let reason = reason(for: element, mapping)
                page.refused.append(
                    RefusedItem(id: nil, reason: "page \(number), row \(row + 1): \(reason)"))
            }
        }
        return page
    }

    /// Whether an item may become a course. Items of other types only count as rows. An item without a type
    /// is kept: the mapping rejects it and reports the reason.
    private static func isSupported(_ element: JSONListing.Element) -> Bool {
        guard case .text(let type)? = element.kind, type.contains(where: { !$0.isWhitespace }) else {
            return true
        }
        return SupportedType(rawValue: type) != nil
    }

    private static func number(_ id: SourceValue?) -> String? {
        switch id {
        case .number(let digits)?, .text(let digits)?:
            !digits.isEmpty && digits.utf8.allSatisfy { (48...57).contains($0) } ? digits : nil
        default: nil
        }
    }

    /// Returns the mapping's reason for an element without a usable id. The id's rule is the first.
    private func reason(for element: JSONListing.Element, _ mapping: Mapping) -> String {
        do {
            let document = try SourceDocument(json: body[element.range], paths: JSONPaths(mapping.paths))
            _ = try mapping.learningObject(from: document)
            return "no id"
        } catch let failure as Failure {
            return failure.message
        } catch {
            return "\(error)"
        }
    }
}
