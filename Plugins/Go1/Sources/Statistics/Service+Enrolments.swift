import ConnectorKit
import Foundation

extension Service {
    static let enrolmentScopes = ["enrollment.read"]

    /// A request for a window of the gateway's enrolments: the first page from this update time on.
    func enrolments(from start: Int64?) -> Endpoint {
        var query = URLQuery()
        query.add("limit", EnrolmentListing.pageSize)
        if let start { query.add("update_time_gte", Self.time(start)) }
        query.add("sort", "updated_time")
        query.add("order", "asc")
        return Endpoint(.get, root + "/enrollments", query, scopes: Self.enrolmentScopes)
    }

    /// A request for a page of a slice, ordered by creation, which no update changes.
    func enrolments(_ slice: EnrolmentSlice, limit: Int) -> Endpoint {
        var query = URLQuery()
        query.add("limit", limit)
        query.add("offset", slice.offset)
        if let status = slice.status { query.add("status", status) }
        switch generation {
        case .gateway:
            if let contents = slice.contents { query.add("lo_ids", contents.joined(separator: ",")) }
            if let second = slice.second {
                query.add("update_time_gte", Self.time(second * 1_000))
                query.add("update_time_lte", Self.time(second * 1_000 + 999))
            }
            query.add("sort", "created_time")
            query.add("order", slice.way.order)
            if let type = slice.way.type { query.add("enrollment_type", type) }
        case .v2:
            if let content = slice.contents?.first { query.add("lo_id", content) }
            // Like the gateway, leave out enrolments in parts of courses.
            query.add("exclude_child_enrollments", true)
        }
        return Endpoint(
            .get, root + "/enrollments", query, generation: generation, scopes: Self.enrolmentScopes)
    }

    func enrolment(_ id: String) -> Endpoint {
        Endpoint(
            .get, root + "/enrollments/" + URLQuery.encoded(id), generation: generation,
            scopes: Self.enrolmentScopes)
    }

    private static func time(_ milliseconds: Int64) -> String {
        Timestamp.text(Date(timeIntervalSince1970: Double(milliseconds) / 1_000))
    }
}

extension Generation {
    /// The number of learning objects in one request. The gateway accepts a list of undocumented length; this
    /// number keeps the URL below 2,000 characters. v2 accepts one.
    var contentsPerSlice: Int { self == .gateway ? 150 : 1 }
}
