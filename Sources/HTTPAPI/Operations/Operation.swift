import Foundation
import HTTPTypes
import Host
import Model

/// One thing the API does: its route, what it takes and what it answers, said once for serving and for the
/// API's description.
struct Operation: Sendable {
    enum Method: String, Sendable, CaseIterable { case get, post, put, patch, delete }

    /// What a call may name in its query.
    struct Parameter: Sendable {
        let name: String
        let shape: Shape
        var repeats = false
        let help: String
        var isRequired = false
    }

    let method: Method
    /// As in the description: `/groups/{group}/courses`.
    let path: String
    let id: String
    let summary: String
    let role: Role
    var parameters: [Parameter] = []
    var body: Shape?
    let status: HTTPResponse.Status
    /// Nil where nothing is answered but the status.
    let answer: Shape?
    /// The problems this operation may tell of, beside those every one may.
    var problems: [HTTPResponse.Status] = []
    /// How the audit trail tells of it; nil where nothing is changed.
    var audited: Audited?
    /// Whether `Idempotency-Key` may be named, so that a call that is repeated is done once; the others do nothing
    /// twice by themselves.
    var takesKey = false
    /// Whether it changes what the LMS is told, so that a delivery begins.
    var isDelivered = false
    /// What is answered in pieces and is no JSON; nil for all other operations.
    var streams: Streams?
    /// What is answered; where the status is 303, the address to go to.
    let run: @Sendable (APICall) async throws -> RecordValue

    /// An answer that is written as it comes.
    struct Streams: Sendable {
        /// Its media types; the answer says which one it is.
        let types: [String]
        let open: @Sendable (APICall) async throws -> APIStream
    }

    /// A list that is handed out page by page.
    static func list(
        _ path: String, _ id: String, _ summary: String, of item: String, role: Role = .viewer,
        parameters: [Parameter] = [], problems: [HTTPResponse.Status] = [],
        _ run: @escaping @Sendable (APICall, Paging) async throws -> Page
    ) -> Operation {
        Operation(
            method: .get, path: path, id: id, summary: summary, role: role,
            parameters: parameters + Paging.parameters, status: .ok,
            answer: .object([
                .init("items", .list(.named(item))),
                .init("next", .nullable(.text()), "The cursor of the next page; null on the last one."),
            ]), problems: problems
        ) { call in
            let page = try await run(call, try Paging(call))
            return .object(
                Record([
                    ("items", .list(page.items.map(RecordValue.object))),
                    ("next", .optional(page.next.map(Paging.cursor))),
                ]))
        }
    }
}

/// Which part of a list is asked for.
struct Paging: Sendable {
    let limit: Int
    /// What the last page gave as its next; nil for the first.
    let after: String?

    static let parameters = [
        Operation.Parameter(
            name: "limit", shape: .integer(1...500), help: "How many at most; 100 when left out."),
        Operation.Parameter(
            name: "cursor", shape: .text(minimum: 1, maximum: 2_000),
            help: "What the page before gave as next."),
    ]

    init(_ call: APICall) throws(Problem) {
        limit = call.query["limit"]?.first.flatMap { Int($0) } ?? 100
        guard let cursor = call.query["cursor"]?.first else {
            after = nil
            return
        }
        guard let after = Self.decoded(cursor) else {
            throw .badRequest("cursor: is none that this API gave")
        }
        self.after = after
    }

    /// A part of a list that is had as a whole.
    func page<Element>(of all: [Element], _ record: (Element) -> Record) throws(Problem) -> Page {
        guard let start = after.map({ Int($0) }) ?? 0, start >= 0 else {
            throw .badRequest("cursor: is none that this list gave")
        }
        let items = all.dropFirst(start).prefix(limit)
        let end = start + items.count
        return Page(items: items.map(record), next: end < all.count ? String(end) : nil)
    }

    /// Opaque to the caller, and plain in a URL.
    static func cursor(_ text: String) -> String {
        Data(text.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
    }

    private static func decoded(_ cursor: String) -> String? {
        Data(base64Encoded: cursor.replacing("-", with: "+").replacing("_", with: "/")).flatMap {
            String(validating: $0, as: UTF8.self)
        }
    }
}

/// One page of a list, and where the next begins.
struct Page: Sendable {
    let items: [Record]
    let next: String?
}
