import ConfigurationFiles
import Foundation
import HTTPAPI
import HTTPTypes
import Host
import Model
import enum ConnectorKit.JSONValue
import struct ConnectorKit.JSONObject

/// The answer to a request for a page.
enum PageAnswer: Sendable {
    case page(ConsolePage)
    /// A redirect after a change; the note is shown there once.
    case moved(to: String, note: String? = nil)
    /// A streamed answer.
    case stream(APIStream)
}

/// A page without its layout.
struct ConsolePage: Sendable {
    let template: String
    let title: String
    /// The section of the navigation that the page belongs to; nil for a page that reports a problem.
    let section: Section?
    var record: Record
    var status = HTTPResponse.Status.ok

    init(
        _ template: String, _ title: String, in section: Section?, _ fields: [(String, JSONValue)],
        status: HTTPResponse.Status = .ok
    ) {
        self.template = template
        self.title = title
        self.section = section
        record = Record(fields)
        self.status = status
    }

    /// The sections, in the order of the navigation.
    enum Section: String, Sendable, CaseIterable {
        case overview, courses, paths, statistics, retiring, push, runs, administration

        var address: String { self == .overview ? "/" : "/\(rawValue)" }
    }
}

/// A page, or the action of a form.
struct PageRoute: Sendable {
    let method: HTTPRequest.Method
    /// In the form of the API's paths: `/groups/{group}/courses`.
    let path: String
    /// How long the body of its form may be.
    var bodyLimit = BodyLimit.other
    let run: @Sendable (PageContext) async throws -> PageAnswer

    /// A page.
    static func page(_ path: String, _ run: @escaping @Sendable (PageContext) async throws -> ConsolePage)
        -> PageRoute
    {
        PageRoute(method: .get, path: path) { .page(try await run($0)) }
    }

    /// The action of a form.
    static func form(
        _ path: String, limit: BodyLimit = .other,
        _ run: @escaping @Sendable (PageContext) async throws -> PageAnswer
    ) -> PageRoute {
        PageRoute(method: .post, path: path, bodyLimit: limit, run: run)
    }

    static let listed: [PageRoute] =
        overview + setup + groups + deployments + courses + paths + statistics + retiring + push + pushFiles
        + runs
        + syncs
        + administration
        + ListExport.all.map(\.route)
}
