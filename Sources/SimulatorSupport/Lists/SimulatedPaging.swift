/// How the lists of a simulated service are paged: the parameters that a request has, and their bounds.
package struct SimulatedPaging: Sendable {
    /// By what a page is found.
    package enum Kind: String, Sendable {
        /// `after-50` for the page after 50 rows.
        case cursor
        /// The number of rows before the page.
        case offset
        /// Its number, from 1 on.
        case page
    }

    let kind: Kind
    /// The names of the two parameters.
    let position: String
    let limit: String
    let sizes: ClosedRange<Int>
    let isOpenEnded: Bool
    private let usualSize: Int

    /// - Parameters:
    ///   - position: The name of the parameter that finds the page; nil for that of the kind.
    ///   - limit: The name of the parameter with the number of rows.
    ///   - sizes: The numbers of rows that may be asked for.
    ///   - usualSize: The number of rows if none is asked for.
    ///   - isOpenEnded: Whether a page after the last one is empty, instead of refused.
    package init(
        _ kind: Kind, position: String? = nil, limit: String = "limit", sizes: ClosedRange<Int>,
        usualSize: Int, isOpenEnded: Bool = false
    ) {
        self.kind = kind
        self.position = position ?? kind.rawValue
        self.limit = limit
        self.sizes = sizes
        self.usualSize = usualSize
        self.isOpenEnded = isOpenEnded
    }

    /// Reads a request for a page.
    ///
    /// - Parameter filters: The parameters that the list takes besides.
    /// - Throws: ``SimulatedRefusal`` 400 for a parameter that is unknown, there twice or out of range.
    package func query(_ request: SimulatedRequest, filters: [String] = []) throws(SimulatedRefusal)
        -> SimulatedQuery
    {
        let values = try QueryText(request.query).values(of: [limit, position] + filters)
        var size = usualSize
        if let text = values[limit] {
            guard let wanted = Int(text), sizes.contains(wanted) else {
                throw SimulatedRefusal(400, "\(limit) is from \(sizes.lowerBound) to \(sizes.upperBound)")
            }
            size = wanted
        }
        return SimulatedQuery(paging: self, size: size, values: values)
    }
}
