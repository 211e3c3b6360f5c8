import Foundation

/// What is sent back.
struct Answer {
    let status: Int
    let body: Data

    static func refusal(_ status: Int, _ message: String) -> Answer {
        Answer(status: status, body: Data(#"{"message":"\#(message)"}"#.utf8))
    }

    /// - Parameter isEmpty: whether it has no items and no next page, though there are more.
    static func page(_ query: ListingQuery, of total: Int, isEmpty: Bool) throws -> Answer {
        let end = isEmpty ? query.start : min(query.start + query.limit, total)
        let page = Page(
            items: (query.start..<end).map { Item(number: $0 + 1) },
            next: isEmpty || end == total ? nil : "after-\(end)", total: total)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Answer(status: 200, body: try encoder.encode(page))
    }

    private struct Page: Encodable {
        let items: [Item]
        let next: String?
        let total: Int
    }
}
