import ConnectorKit
import SimulatorSupport

/// The parameters of a request for a page of a list.
struct Query: Sendable {
    /// Counted from 1.
    private(set) var page = 1
    private(set) var pageSize = 20
    /// The parameters other than these two, by name.
    private(set) var values: [String: String] = [:]

    /// The largest page. Udemy says to stay within it; that more is refused is our decision.
    static let largestPage = 100

    /// - Parameter names: The parameters that the list takes besides `page` and `page_size`.
    /// - Throws: ``SimulatedRefusal`` 400 for any other parameter, one that is there twice, and a number that cannot be.
    init(_ text: String, names: Set<String>) throws(SimulatedRefusal) {
        values = try QueryText(text).values(of: ["page", "page_size"] + names.sorted())
        if let page = try Self.number(values.removeValue(forKey: "page"), "page", 1...Int(Int32.max)) {
            self.page = page
        }
        if let size = try Self.number(
            values.removeValue(forKey: "page_size"), "page_size", 1...Self.largestPage)
        {
            pageSize = size
        }
    }

    /// The rows of the page, of `count`.
    ///
    /// - Throws: ``SimulatedRefusal`` 404 for a page behind the last one; the first page may be empty.
    func rows(of count: Int) throws(SimulatedRefusal) -> Range<Int> {
        let start = (page - 1) * pageSize
        guard page == 1 || start < count else { throw SimulatedRefusal(404, "Invalid page.") }
        return min(start, count)..<min(start + pageSize, count)
    }

    /// The day of a parameter, in milliseconds since 1970.
    func day(_ name: String) throws(SimulatedRefusal) -> Int64? {
        guard let text = values[name] else { return nil }
        guard text.count == 10, let day = WireTime.milliseconds(text + "T00:00:00Z") else {
            throw SimulatedRefusal(400, "\(name) is a day, such as 2026-01-31")
        }
        return day
    }

    /// The same query for another page.
    func text(page: Int) -> String {
        var query = URLQuery()
        for (name, value) in values.sorted(by: { $0.key < $1.key }) { query.add(name, value) }
        query.add("page", page)
        query.add("page_size", pageSize)
        return String(query.text.dropFirst())
    }

    private static func number(
        _ text: String?, _ name: String, _ range: ClosedRange<Int>
    ) throws(SimulatedRefusal) -> Int? {
        guard let text else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw SimulatedRefusal(
                400,
                name == "page"
                    ? "page is a number from 1" : "\(name) is a number from 1 to \(range.upperBound)")
        }
        return number
    }
}
