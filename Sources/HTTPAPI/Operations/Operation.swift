import Foundation
import HTTPTypes
import Host
import Model
import enum ConnectorKit.JSONValue
import struct ConnectorKit.JSONObject

/// An operation of the API: its route, parameters and answer, declared once for serving and for the description.
struct Operation: Sendable {
    enum Method: String, Sendable, CaseIterable { case get, post, put, patch, delete }

    /// A parameter of the query.
    struct Parameter: Sendable {
        /// The most values of one that may be repeated (rule L9).
        static let mostValues = 100

        let name: String
        let shape: Shape
        var repeats = false
        let help: String
        var isRequired = false
    }

    let method: Method
    /// In the form of OpenAPI: `/groups/{group}/courses`.
    let path: String
    let id: String
    let summary: String
    let role: Role
    var parameters: [Parameter] = []
    var body: Shape?
    let status: HTTPResponse.Status
    /// Nil if the answer has no body.
    let answer: Shape?
    /// The statuses of its problems, besides those that every operation has.
    var problems: [HTTPResponse.Status] = []
    /// Whether it takes an `Idempotency-Key`, so that a repeated call is performed once; the other operations are
    /// idempotent.
    var takesKey = false
    /// Whether it makes a change, which is in the audit trail.
    var isChange = false
    /// A streamed answer; nil for operations that answer JSON.
    var streams: Streams?
    /// Returns the answer; the address if the status is 303.
    let run: @Sendable (APICall) async throws -> JSONValue

    /// A streamed answer.
    struct Streams: Sendable {
        /// The possible media types.
        let types: [String]
        let open: @Sendable (APICall) async throws -> APIStream
    }

    /// An operation that returns a list in pages.
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
                .init("next", .nullable(.text()), "The cursor of the next page; null on the last page."),
            ]), problems: problems
        ) { call in
            let page = try await run(call, try Paging(call))
            return .object(
                Record([
                    ("items", .list(page.items.map(JSONValue.object))),
                    ("next", .optional(page.next.map(Paging.cursor))),
                ]))
        }
    }
}

/// The part of a list that a call asks for.
struct Paging: Sendable {
    let limit: Int
    /// The decoded cursor; nil for the first page.
    let after: String?

    static let parameters = [
        Operation.Parameter(
            name: "limit", shape: .integer(1...500), help: "The most items; default: 100."),
        Operation.Parameter(
            name: "cursor", shape: .text(minimum: 1, maximum: 2_000),
            help: "The value of next on the page before."),
    ]

    init(_ call: APICall) throws(Problem) {
        limit = call.query["limit"]?.first.flatMap { Int($0) } ?? 100
        guard let cursor = call.query["cursor"]?.first else {
            after = nil
            return
        }
        guard let after = Self.decoded(cursor) else {
            throw .badRequest("cursor: a cursor of this API was expected")
        }
        self.after = after
    }

    static let wrongCursor = Problem.badRequest("cursor: a cursor of this list was expected")

    /// The cursor as a number.
    func number(or first: Int64) throws(Problem) -> Int64 {
        guard let number = after.map({ Int64($0) }) ?? first else { throw Self.wrongCursor }
        return number
    }

    /// How many items are on the pages before.
    func offset() throws(Problem) -> Int {
        guard let start = Int(exactly: try number(or: 0)), start >= 0 else { throw Self.wrongCursor }
        return start
    }

    /// A page of which the store gave the items.
    func page<Element>(
        of items: some Collection<Element>, hasMore: Bool, _ record: (Element) -> Record
    ) throws(Problem) -> Page {
        let end = try offset() + items.count
        return Page(items: items.map(record), next: hasMore ? String(end) : nil)
    }

    /// A page of a list that is in memory.
    func page<Element>(of all: [Element], _ record: (Element) -> Record) throws(Problem) -> Page {
        let start = try offset()
        let items = all.dropFirst(start).prefix(limit)
        let end = start + items.count
        return Page(items: items.map(record), next: end < all.count ? String(end) : nil)
    }

    /// Opaque to the caller, and safe in a URL.
    static func cursor(_ text: String) -> String {
        Data(text.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
    }

    private static func decoded(_ cursor: String) -> String? {
        Data(base64Encoded: cursor.replacing("-", with: "+").replacing("_", with: "/")).flatMap {
            String(validating: $0, as: UTF8.self)
        }
    }
}

/// A page of a list, and the start of the next one.
struct Page: Sendable {
    let items: [Record]
    let next: String?
}
