import SimulatorSupport

/// The parameters of a request for a page of a list.
struct ListQuery {
    let limit: Int
    /// The position and the filters, by name.
    private let values: [String: String]

    /// - Parameter filters: The parameters that the list takes besides.
    /// - Throws: ``SimulatedRefusal`` 400 for a parameter that is unknown, there twice or out of range.
    init(_ request: SimulatedRequest, filters: [String] = []) throws(SimulatedRefusal) {
        values = try QueryText(request.query).values(of: ["limit", "POSITION"] + filters)
        guard let limit = Int(values["limit"] ?? "20"), 1...50 ~= limit else {
            throw SimulatedRefusal(400, "limit is from 1 to 50")
        }
        self.limit = limit
    }

    subscript(_ filter: String) -> String? { values[filter] }

    /// The rows of the page, of `count`.
    ///
    /// - Throws: ``SimulatedRefusal`` if there is no such page; the first one may be empty.
    func rows(of count: Int) throws(SimulatedRefusal) -> Range<Int> {
        var start = 0
        //? cursor
        if let cursor = values["cursor"] {
            start = Int(cursor.dropFirst(6)) ?? 0
            guard start > 0, start < count, cursor == "after-\(start)" else {
                throw SimulatedRefusal(400, "the cursor is not known")
            }
        }
        //? end
        //? offset
        if let offset = values["offset"] {
            start = Int(offset) ?? -1
            guard start == 0 || start > 0 && start < count else {
                throw SimulatedRefusal(400, "offset is from 0 to \(max(0, count - 1))")
            }
        }
        //? end
        //? page
        if let text = values["page"] {
            guard let page = Int(text), 1...1_000_000 ~= page else {
                throw SimulatedRefusal(400, "page is a number from 1")
            }
            start = (page - 1) * limit
            guard page == 1 || start < count else {
                throw SimulatedRefusal(404, "there is no page \(page)")
            }
        }
        //? end
        return start..<min(start + limit, count)
    }
}
