import ConnectorKit
import Foundation
import NIOCore
import SimulatorSupport
import Synchronization

extension SimulatedSite {
    /// Answers a request, with a fault if one applies. The links of a page begin with the host that was asked.
    func answer(_ request: SimulatedRequest) async -> SimulatedAnswer {
        state.withLock { $0.requests.append(request.target) }
        do throws(SimulatedRefusal) {
            try authorize(request.headers["authorization"])
            try limit?.check(now(), "Request was throttled.")
            let list = try List(request.path, accountID: options.accountID, options)
            guard request.method == "GET" else {
                throw SimulatedRefusal(405, "Method \"\(request.method)\" not allowed.")
            }
            let query = try Query(request.query, names: list.parameters)
            let base = "http://\(request.headers["host"] ?? "127.0.0.1")\(request.path)"
            return try await state.withLock { $0.dice.roll(page: query.page) }.answer {
                isEmpty throws(SimulatedRefusal) in
                try page(of: list, query, base: base, isEmpty: isEmpty)
            } refused: { status throws(SimulatedRefusal) in
                Self.answer(SimulatedRefusal(status, "a fault on demand"))
            }
        } catch {
            return Self.answer(error)
        }
    }

    /// The body has one member, `detail`, as Django REST framework writes it (our decision).
    private static func answer(_ refusal: SimulatedRefusal) -> SimulatedAnswer {
        SimulatedAnswer(
            ["detail": .text(refusal.message)], status: refusal.status, headers: refusal.headers)
    }

    private func authorize(_ authorization: String?) throws(SimulatedRefusal) {
        let credentials = Data("\(options.clientID):\(options.secret)".utf8).base64EncodedString()
        guard let authorization else {
            throw SimulatedRefusal(401, "Authentication credentials were not provided.")
        }
        guard authorization == "Basic \(credentials)" else {
            throw SimulatedRefusal(401, "The client id and secret are not those of an API client.")
        }
    }

    private func page(
        of list: List, _ query: Query, base: String, isEmpty: Bool
    ) throws(SimulatedRefusal) -> SimulatedAnswer {
        switch list {
        case .courses:
            let fields = try list.fields(query)
            let collection = state.withLock(\.collection)
            let count = collection.offeredCount
            let rows = try query.rows(of: count)
            let write = { @Sendable (page: Int) -> ByteBuffer in
                let start = (page - 1) * query.pageSize
                let courses = collection.courses(start..<min(start + query.pageSize, count))
                return Self.body(query, page, of: count, base) {
                    courses.map { $0.value(site: self.options.siteURL, fields: fields) }
                }
            }
            if isEmpty { return SimulatedAnswer(body: Self.body(query, nil, of: count, base) { [] }) }
            guard options.prerendered, !rows.isEmpty else { return SimulatedAnswer(body: write(query.page)) }
            let revision = collection.revision
            return SimulatedAnswer(
                body: pages.body(query.text(page: query.page), revision: revision) {
                    let numbers =
                        query.page == 1 ? 2..<(count + query.pageSize - 1) / query.pageSize + 1 : 2..<2
                    pages.prepare(numbers.map(query.text), revision: revision) { write($0 + 2) }
                    return write(query.page)
                })
        case .courseActivity:
            _ = try list.fields(query)
            let email = query.values["user_email"]?.lowercased()
            let found = withLearning { learning, _ in
                learning.activities.filter { email == nil || Learner($0.learner).email == email }
            }
            return try report(found, query, base, isEmpty) { $0.value }
        case .progress:
            _ = try list.fields(query)
            let from = try query.day("from_date")
            let end = try query.day("to_date").map { $0 + 86_400_000 }
            if let from, let end, from >= end { throw SimulatedRefusal(400, "from_date is after to_date") }
            let search = FoundProgress.Search(
                email: query.values["user_email"]?.lowercased(), from: from, end: end)
            let found = withLearning { learning, state in state.found.items(search, in: learning) }
            return try report(found, query, base, isEmpty) { $0.value }
        }
    }

    private func report<Row>(
        _ rows: [Row], _ query: Query, _ base: String, _ isEmpty: Bool, _ value: (Row) -> JSONValue
    ) throws(SimulatedRefusal) -> SimulatedAnswer {
        let range = try query.rows(of: rows.count)
        return SimulatedAnswer(
            body: Self.body(query, isEmpty ? nil : query.page, of: rows.count, base) {
                isEmpty ? [] : rows[range].map(value)
            })
    }

    /// `{"count":…,"next":…,"previous":…,"results":[…]}`
    ///
    /// - Parameter page: Nil for one that has no next page, whatever follows.
    private static func body(
        _ query: Query, _ page: Int?, of count: Int, _ base: String, _ results: () -> [JSONValue]
    ) -> ByteBuffer {
        let link = { (page: Int) -> JSONValue in .text("\(base)?\(query.text(page: page))") }
        let next = page.flatMap { $0 * query.pageSize < count ? link($0 + 1) : nil }
        let previous = page.flatMap { $0 > 1 ? link($0 - 1) : nil }
        var writer = JSONWriter(capacity: query.pageSize * 1_200)
        writer.write([
            "count": .integer(count), "next": next ?? .null, "previous": previous ?? .null,
            "results": .list(results()),
        ])
        return ByteBuffer(bytes: writer.bytes)
    }
}

/// The lists of the API.
enum List: Sendable {
    case courses, courseActivity, progress

    /// - Throws: ``SimulatedRefusal`` 404 for a path that is none, 403 for another account and a missing permission.
    init(_ path: String, accountID: String, _ options: SimulatedSite.Options) throws(SimulatedRefusal) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count > 4, parts[1] == "api-2.0", parts[2] == "organizations" else {
            throw SimulatedRefusal(404, "Not found.")
        }
        guard parts[3] == accountID else {
            throw SimulatedRefusal(403, "You do not have permission to perform this action.")
        }
        switch parts[4...].joined(separator: "/") {
        case "courses/list/": self = .courses
        case "analytics/user-course-activity/": self = .courseActivity
        case "analytics/user-progress/": self = .progress
        default: throw SimulatedRefusal(404, "Not found.")
        }
        guard self == .courses ? options.mayReadCourses : options.mayReadReports else {
            throw SimulatedRefusal(403, "You do not have permission to perform this action.")
        }
    }

    /// The name of the parameter that selects members.
    private var fieldsName: String {
        switch self {
        case .courses: "fields[course]"
        case .courseActivity: "fields[aggregate_organization_user_course_activity]"
        case .progress: "fields[user_progress]"
        }
    }

    var parameters: Set<String> {
        switch self {
        case .courses: [fieldsName]
        case .courseActivity: [fieldsName, "user_email"]
        case .progress: [fieldsName, "user_email", "from_date", "to_date"]
        }
    }

    /// The members that are asked for; nil for all.
    func fields(_ query: Query) throws(SimulatedRefusal) -> Set<String>? {
        guard let text = query.values[fieldsName], text != "@all" else { return nil }
        guard self == .courses else { throw SimulatedRefusal(400, "\(fieldsName) is @all") }
        let fields = Set(text.split(separator: ",", omittingEmptySubsequences: false).map(String.init))
        if let unknown = fields.subtracting(SimulatedCourse.fields).sorted().first {
            throw SimulatedRefusal(400, "a course has no field \(unknown)")
        }
        return fields.union(["_class", "id"])
    }
}

/// The latest selections of the progress report, so that a page does not repeat the search.
struct FoundProgress: Sendable {
    struct Search: Sendable, Equatable {
        let email: String?
        /// Milliseconds since 1970.
        let from: Int64?
        let end: Int64?

        func matches(_ item: ItemProgress) -> Bool {
            (email.map { $0 == Learner(item.learner).email } ?? true)
                && (from.map { item.time >= $0 } ?? true)
                && (end.map { item.time < $0 } ?? true)
        }
    }

    private var found: [(search: Search, revision: Int, items: [ItemProgress])] = []

    mutating func items(_ search: Search, in learning: Learning) -> [ItemProgress] {
        if let known = found.first(where: { $0.search == search && $0.revision == learning.revision }) {
            return known.items
        }
        let items = learning.items.filter(search.matches)
        if found.count > 3 { found.removeFirst() }
        found.append((search, learning.revision, items))
        return items
    }
}
