import ConfigurationFiles
import ConnectorKit
import Foundation
import HTTPAPI
import HTTPTesting
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Model
import NIOCore
import PostgresTesting
import Store
import Sync
import Synchronization
import Testing
import TestSupport

@testable import Console
@testable import Host

/// The console over a host of two groups, with a catalog and statistics read: `all` takes everything,
/// `english` takes English. Whoever looks at a page of it has signed in with a token.
struct ConsoleSite: Sendable {
    let folder: URL
    let live: LiveHost
    let time: TestDate
    /// What the provider has.
    let shelf: Shelf
    /// Tokens by name: `admin`, `viewer`, and `guest`, an admin of `english` alone.
    let tokens: [String: String]
    private let client: any TestClientProtocol

    struct Options: Sendable {
        var items = ShelfProvider.items
        var environment = "production"
        var publicURL: String?
    }

    static let settings = [
        Setting("portal", .url, required: true, help: "Where it is."),
        Setting("secret", .text, required: true, secret: true, help: "Its secret."),
        Setting("size", .integer(1...50), default: "10", help: "How many at a time."),
        Setting("mode", .choice(["slow", "fast"]), default: "slow", help: "How."),
    ]

    static func with(
        _ options: Options = Options(), _ body: @escaping @Sendable (ConsoleSite) async throws -> Void
    ) async throws {
        let folder = URL.temporary("pages")
        defer { folder.remove() }
        let time = TestDate()
        let provider = ShelfProvider(items: options.items, settings: settings)
        let (serving, tokens) = try await serving(in: folder, options, provider, time)
        let live = serving.live
        let key = SessionKey.kept(in: live.current.configuration.host.dataDirectory) { Issue.record("\($0)") }
        let sessions = Sessions(
            live, seal: SessionSeal(key: key), failures: FailedSignIns(now: { time.now }), now: { time.now })
        let router = Router()
        try ConsoleRoutes(sessions).add(to: router)
        try await Application(router: router, logger: .silent).test(.router) { client in
            try await body(
                ConsoleSite(
                    folder: folder, live: live, time: time, shelf: provider.shelf, tokens: tokens,
                    client: client))
        }
        await live.stop()
    }

    private static func serving(
        in folder: URL, _ options: Options, _ provider: ShelfProvider, _ time: TestDate
    ) async throws -> (ServingHost, [String: String]) {
        let providers = folder.appending(path: "providers")
        try FileManager.default.createDirectory(at: providers, withIntermediateDirectories: true)
        var text = "environment: \(options.environment)\n"
        if let url = options.publicURL { text += "http: { public_url: \(url) }\n" }
        text += try TestStores.line(of: folder.appending(path: "data"))
        try Data(text.utf8).write(to: folder.appending(path: "tributary.yaml"))
        for (name, filters) in [("all", ""), ("english", "    filters: { languages: [en] }  # only these\n")]
        {
            let text = """
                group: \(name)
                name: Group \(name)
                providers:
                  shelf:
                    settings:
                      portal: https://shelf.example   # the shelf
                      secret: hush
                    tags: true
                \(filters)
                """
            try Data(text.utf8).write(to: providers.appending(path: "\(name).yaml"))
        }
        let source = ConfigurationSource(
            workingDirectory: folder, environment: [:],
            registry: ProviderRegistry(providers: [provider, PostProvider()]),
            defaultProvider: "shelf")
        let host = try await HostRuntime.open(
            Configuration.load(source), registry: source.registry, environment: .withoutNetwork(time))
        for result in try await host.sync(SyncRequest(), progress: { _, _, _ in }) {
            #expect(result.report.error == nil)
        }
        let tokens = try await host.testTokens()
        return (try await ServingHost(host, from: source) { _ in }, tokens)
    }

    // MARK: - Requests

    func send(
        _ method: HTTPTypes.HTTPRequest.Method, _ path: String, cookie: String? = nil,
        headers: HTTPFields = [:], body: String? = nil
    ) async throws -> HTMLPage {
        try await send(method, path, cookie: cookie, headers: headers, bytes: body.map { Array($0.utf8) })
    }

    func send(
        _ method: HTTPTypes.HTTPRequest.Method, _ path: String, cookie: String? = nil,
        headers: HTTPFields = [:], bytes body: [UInt8]?
    ) async throws -> HTMLPage {
        var fields = headers
        if let cookie { fields[.cookie] = cookie }
        if body != nil, fields[.contentType] == nil {
            fields[.contentType] = "application/x-www-form-urlencoded"
        }
        return try await client.execute(
            uri: path, method: method, headers: fields, body: body.map { ByteBuffer(bytes: $0) }
        ) { HTMLPage(status: $0.status.code, headers: $0.headers, text: String(buffer: $0.body)) }
    }

    /// A browser that signed in with the token of this name.
    func visitor(_ name: String = "admin") async throws -> Visitor {
        let answer = try await send(.post, "/sign-in", body: "token=\(tokens[name] ?? name)")
        let cookie = try #require(answer.headers[.setCookie]?.split(separator: ";").first)
        return Visitor(site: self, cookie: String(cookie))
    }

    /// The group's file.
    func file(_ group: String) throws -> String {
        try String(contentsOf: folder.appending(path: "providers/\(group).yaml"), encoding: .utf8)
    }

    /// The id of a course by its external id.
    func course(_ externalID: String, in group: String = "all") async throws -> Int64 {
        let course = try await live.current.store.course(
            externalID: externalID, provider: "shelf", group: group)
        return try #require(course).id
    }
}

/// A browser with its cookie; it follows what it is told of cookies, and no redirect.
final class Visitor: Sendable {
    let site: ConsoleSite
    private let jar: Mutex<String>

    init(site: ConsoleSite, cookie: String) {
        self.site = site
        jar = Mutex(cookie)
    }

    var cookie: String { jar.withLock { $0 } }

    func get(_ path: String) async throws -> HTMLPage {
        kept(try await site.send(.get, path, cookie: cookie))
    }

    /// Sends a form with the token that a page of this visitor has.
    func post(_ path: String, _ fields: [(String, String)] = []) async throws -> HTMLPage {
        let token = try await get("/").formToken
        let body = Address.query("", [("form", token)] + fields).dropFirst()
        return kept(try await site.send(.post, path, cookie: cookie, body: String(body)))
    }

    /// Sends a form, and looks at the page it leads to.
    func done(
        _ path: String, _ fields: [(String, String)] = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> HTMLPage {
        let answer = try await post(path, fields)
        #expect(answer.status == 303, "\(answer.text)", sourceLocation: sourceLocation)
        return try await get(answer.headers[.location] ?? "/")
    }

    private func kept(_ page: HTMLPage) -> HTMLPage {
        if let cookie = page.headers[.setCookie]?.split(separator: ";").first {
            jar.withLock { $0 = String(cookie) }
        }
        return page
    }
}
