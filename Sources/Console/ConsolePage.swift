import Foundation
import HTTPAPI
import HTTPTypes
import Host
import Model

/// What a visitor gets.
enum PageAnswer: Sendable {
    case page(ConsolePage)
    /// To another page, after something was done; the note is shown there once.
    case moved(to: String, note: String? = nil)
    /// What happens, as it happens.
    case stream(APIStream)
}

/// A page before it is put into its layout.
struct ConsolePage: Sendable {
    let template: String
    let title: String
    /// The part of the navigation it belongs to.
    let section: Section
    var record: Record
    var status = HTTPResponse.Status.ok

    init(
        _ template: String, _ title: String, in section: Section, _ fields: [(String, RecordValue)],
        status: HTTPResponse.Status = .ok
    ) {
        self.template = template
        self.title = title
        self.section = section
        record = Record(fields)
        self.status = status
    }

    /// The parts of the console, in the order of the navigation.
    enum Section: String, Sendable, CaseIterable {
        case overview, courses, paths, statistics, retiring, push, runs

        var address: String { self == .overview ? "/" : "/\(rawValue)" }
        var label: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }
    }
}

/// One page, or one thing that a form does.
struct PageRoute: Sendable {
    let method: HTTPRequest.Method
    /// As the API writes paths: `/groups/{group}/courses`.
    let path: String
    let run: @Sendable (PageContext) async throws -> PageAnswer

    /// A page that is looked at.
    static func page(_ path: String, _ run: @escaping @Sendable (PageContext) async throws -> ConsolePage)
        -> PageRoute
    {
        PageRoute(method: .get, path: path) { .page(try await run($0)) }
    }

    /// What a form does.
    static func form(
        _ path: String, _ run: @escaping @Sendable (PageContext) async throws -> PageAnswer
    ) -> PageRoute {
        PageRoute(method: .post, path: path, run: run)
    }

    static let all: [PageRoute] =
        overview + deployments + courses + paths + statistics + retiring + push + runs + syncs
}
