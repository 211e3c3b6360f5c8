import ConnectorKit
import Foundation

/// The API of an account, as the settings of one connection reach it.
struct Account {
    let pageSize: Int
    private let root: String
    private let authorization: HTTPHeader

    /// - Throws: ``Failure/configuration(_:)`` if a required setting is missing.
    init(_ settings: Settings) throws(Failure) {
        guard let url = settings["url"], let id = settings.integer("account_id"),
            let client = settings["client_id"], let secret = settings.secret("client_secret")
        else { throw .configuration("the settings url, account_id, client_id and client_secret are needed") }
        root = (url.hasSuffix("/") ? String(url.dropLast()) : url) + "/api-2.0/organizations/\(id)/"
        pageSize = settings.integer("page_size") ?? 100
        let credentials = Data("\(client):\(secret.reveal())".utf8).base64EncodedString()
        authorization = HTTPHeader("Authorization", "Basic \(credentials)")
    }

    /// The lists of the API, with what a missing permission is called.
    enum List: String {
        case courses = "courses/list/"
        case courseActivity = "analytics/user-course-activity/"
        case progress = "analytics/user-progress/"
    }

    /// Fetches a page of a list.
    ///
    /// - Parameters:
    ///   - page: Counted from 1.
    ///   - add: Adds further parameters.
    /// - Returns: The response, and what the request is called in messages; nil if there is no such page.
    /// - Throws: ``Failure/contract(_:)`` for any other answer that is no page.
    func page(
        _ page: Int, of list: List, size: Int? = nil, over client: any HTTPClient,
        _ add: (inout URLQuery) -> Void = { _ in }
    ) async throws(Failure) -> ListPage? {
        var query = URLQuery()
        query.add("page", page)
        query.add("page_size", size ?? pageSize)
        add(&query)
        let address = root + list.rawValue
        let response = try await client.send(
            HTTPRequest(
                .get, address + query.text,
                headers: [authorization, HTTPHeader("Accept", "application/json")],
                authorized: false))
        let name = "GET \(address), page \(page)"
        switch response.status {
        case 200: return ListPage(body: response.body, name: name, number: page)
        case 404 where page > 1: return nil
        case 401:
            throw .credentials(
                "\(name): HTTP 401; client_id and client_secret must be those of one REST API client")
        case 403:
            let subject = list == .courses ? "the courses" : "the reports"
            throw .credentials("\(name): HTTP 403; the API client may not read \(subject) of this account")
        case let status:
            throw .contract("\(name): HTTP \(status); a page was expected: are url and account_id right?")
        }
    }
}

/// The bytes of a page of a list: `{"count":…,"next":…,"previous":…,"results":[…]}`.
struct ListPage {
    let body: [UInt8]
    /// The request, for messages.
    let name: String
    let number: Int

    /// Reads the page.
    ///
    /// - Throws: ``Failure/contract(_:)`` if it is none.
    func read(_ paths: JSONPaths, identity: Range<Int>, version: Int) throws(Failure) -> Rows {
        let listing: JSONListing
        do {
            listing = try JSONListing(
                body, elementsOf: "results", members: ["count", "next"], paths: paths, identity: identity,
                version: version)
        } catch {
            throw .contract("\(name): \(error.message)")
        }
        guard case .number(let digits)? = listing.members["count"], let total = Int(digits) else {
            throw .contract("\(name): no count; a whole number was expected")
        }
        let next: Int?
        switch listing.members["next"] {
        case nil, .null: next = nil
        case .text: next = number + 1
        case let other?: throw .contract("\(name): next is \(other.kind); a URL was expected")
        }
        return Rows(elements: listing.elements, total: total, next: next)
    }

    struct Rows {
        let elements: [JSONListing.Element]
        let total: Int
        /// The number of the next page; nil on the last one.
        let next: Int?
    }
}
