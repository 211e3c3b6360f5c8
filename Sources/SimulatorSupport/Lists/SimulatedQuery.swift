import ConnectorKit
package import Foundation

/// A request for a page of a list, see ``SimulatedPaging/query(_:filters:)``.
package struct SimulatedQuery: Sendable {
    let paging: SimulatedPaging
    /// The number of rows that are asked for.
    package let size: Int
    let values: [String: String]

    /// The value of a filter; nil if it is not there.
    package subscript(_ filter: String) -> String? { values[filter] }

    /// The time that a filter names.
    ///
    /// - Throws: ``SimulatedRefusal`` 400 if it names none.
    package func time(_ filter: String) throws(SimulatedRefusal) -> Date? {
        guard let text = values[filter] else { return nil }
        guard let time = Timestamp.date(text) else {
            throw SimulatedRefusal(400, "\(filter) is a time such as 2025-03-01T08:00:00Z")
        }
        return time
    }

    /// The texts that a filter names, separated by commas.
    package func list(_ filter: String) -> Set<String>? {
        values[filter].map { Set($0.split(separator: ",").map(String.init)) }
    }

    /// The places of the rows of the page, of `count`.
    ///
    /// - Throws: ``SimulatedRefusal`` if there is no such page: 404 for a number, 400 for an offset and a cursor. The first
    ///   page may be empty, and so are those after the last one if the list is open-ended.
    package func rows(of count: Int) throws(SimulatedRefusal) -> Range<Int> {
        let start = try start(of: count)
        return start..<max(start, min(start + size, count))
    }

    private func start(of count: Int) throws(SimulatedRefusal) -> Int {
        let name = paging.position
        guard let text = values[name] else { return 0 }
        switch paging.kind {
        case .cursor:
            let start = Int(text.dropFirst("after-".count)) ?? 0
            guard start > 0, start < count, text == Self.cursor(start) else {
                throw SimulatedRefusal(400, "the \(name) is not known")
            }
            return start
        case .offset:
            guard let start = Int(text), 0...1_000_000_000 ~= start,
                start == 0 || start < count || paging.isOpenEnded
            else {
                throw SimulatedRefusal(400, "\(name) is from 0 to \(max(0, count - 1))")
            }
            return start
        case .page:
            guard let page = Int(text), 1...1_000_000 ~= page else {
                throw SimulatedRefusal(400, "\(name) is a number from 1")
            }
            let start = (page - 1) * size
            guard page == 1 || start < count || paging.isOpenEnded else {
                throw SimulatedRefusal(404, "there is no \(name) \(page)")
            }
            return start
        }
    }

    /// The cursor of the page after these rows.
    static func cursor(_ rows: Int) -> String { "after-\(rows)" }
}
