import SimulatorSupport
import ConnectorKit

/// A way to read a listing to its end.
enum PagingMode: String, CaseIterable, Sendable {
    case gatewayOffset, gatewayScroll, v2Offset, v2Scroll

    var isGateway: Bool { self == .gatewayOffset || self == .gatewayScroll }
    var isScroll: Bool { self == .gatewayScroll || self == .v2Scroll }
    var path: String { isGateway ? "/learning-objects" : "/v2/learning-objects" }
    var library: String { isGateway ? "collection=library" : "collection=default" }
    var cursorMember: String { isGateway ? "next_scroll_id" : "_scroll_id" }

    /// Returns the query of a page.
    func query(limit: Int, offset: Int, cursor: String?) -> String {
        switch (self, cursor) {
        case (.gatewayOffset, _), (.v2Offset, _): "&limit=\(limit)&offset=\(offset)"
        case (.gatewayScroll, let cursor?): "&limit=\(limit)&use_scroll=true&scroll_id=\(cursor)"
        case (.gatewayScroll, nil): "&limit=\(limit)&use_scroll=true"
        case (.v2Scroll, let cursor?): "&limit=\(limit)&scrollId=\(cursor)"
        case (.v2Scroll, nil): "&limit=\(limit)&scroll=true"
        }
    }
}

/// A listing that was read to its end.
struct ReadListing: Sendable {
    var hits: [JSONValue] = []
    /// The number of hits of each page.
    var pages: [Int] = []
    var totals: Set<Int> = []

    /// The integer ids of the items, in either generation.
    var ids: [Int] {
        hits.compactMap { hit in
            if let text = hit["lo_id"]?.text { return Int(text) }
            return hit["id"]?.double.map { Int($0) }
        }
    }
}

extension PortalSite {
    /// Reads the Library page by page: up to the total by offset, or to the end of the scroll.
    func read(_ mode: PagingMode, limit: Int, and filters: String = "") async throws -> ReadListing {
        var listing = ReadListing()
        var cursor: String?
        while true {
            let query =
                mode.library + filters
                + mode.query(
                    limit: limit, offset: listing.hits.count, cursor: cursor)
            let answer = try await get("\(mode.path)?\(query)")
            guard answer.status == 200, let hits = answer.json?["hits"]?.list,
                let total = answer.json?["total"]?.double.map({ Int($0) })
            else { throw Failure.contract(answer.text) }
            listing.hits += hits
            listing.pages.append(hits.count)
            listing.totals.insert(total)
            cursor = answer.json?[mode.cursorMember]?.text
            if mode.isScroll ? cursor == nil || hits.isEmpty : listing.hits.count >= total { return listing }
        }
    }
}
