import ConfigurationFiles
import ConnectorKit
import Foundation
import HTTPTesting
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import OpenAPITesting
import PostgresTesting
import Store
import Sync
import Synchronization
import Testing
import Transport
import TestSupport

@testable import HTTPAPI
@testable import Host

/// The API over a host of two groups, with a catalog and statistics read: `all` takes everything, `english` takes
/// English. Every answer is held against the description that the API itself serves.
struct APISite: Sendable {
    let folder: URL
    let host: HostRuntime
    let live: LiveHost
    let time: TestDate
    /// Tokens by name: `admin`, `viewer`, and `guest`, an admin of `english` alone.
    let tokens: [String: String]
    private let client: any TestClientProtocol
    let description: SchemaChecker

    /// - Parameter hidden: whether there is a third group, `hidden`, over another provider, whose texts all say `Sekret`.
    static func with(
        fair: FairCalls = FairCalls(), hidden: Bool = false,
        _ body: @escaping @Sendable (APISite) async throws -> Void
    ) async throws {
        let folder = URL.temporary("api")
        defer { folder.remove() }
        let time = TestDate()
        let host = try await host(in: folder, time, hidden: hidden)
        for result in try await host.sync(SyncRequest(), progress: { _, _, _ in }) {
            #expect(result.report.error == nil)
        }
        let tokens = try await host.testTokens()
        let serving = try await ServingHost(host, from: source(in: folder, hidden: hidden)) {
            Issue.record("\($0)")
        }
        let live = serving.live
        let router = Router()
        APIRoutes(live, fair: fair, now: { time.now }).add(to: router)
        try await Application(router: router, logger: .silent).test(.router) { client in
            let text = try await client.execute(uri: "/openapi.json", method: .get) {
                String(buffer: $0.body)
            }
            let document = try #require(JSONValue(json: text))
            try await body(
                APISite(
                    folder: folder, host: host, live: live, time: time, tokens: tokens, client: client,
                    description: SchemaChecker(document)))
        }
        await live.stop()
        withExtendedLifetime(serving) {}
    }

    private static func source(in folder: URL, hidden: Bool) -> ConfigurationSource {
        ConfigurationSource(
            workingDirectory: folder, environment: ["SHELF_NOTE": "from outside"],
            registry: ProviderRegistry(
                providers: [ShelfProvider()]
                    + (hidden ? [ShelfProvider(id: "sekret", items: hiddenItems, settings: [])] : [])),
            defaultProvider: "shelf")
    }

    private static let hiddenItems = [1, 5].map { id in
        #"{"id":\#(id),"title":"Sekret \#(id)","text":"Sekret","lang":"en","type":"course","by":"Sekret","topics":["Sekret"],"ends":"2031-01-01T00:00:00Z"}"#
    }

    /// A file below the site's folder as it is now.
    func file(_ path: String) throws -> String {
        try String(contentsOf: folder.appending(path: path), encoding: .utf8)
    }

    /// Writes the host's file anew.
    func write(_ text: String) throws { try Self.write(text, in: folder) }

    private static func write(_ text: String, in folder: URL) throws {
        let text = text + (try TestStores.line(of: folder.appending(path: "data")))
        try Data(text.utf8).write(to: folder.appending(path: "tributary.yaml"))
    }

    private static func host(in folder: URL, _ time: TestDate, hidden: Bool) async throws -> HostRuntime {
        let files = FileManager.default
        try files.createDirectory(
            at: folder.appending(path: "providers"), withIntermediateDirectories: true)
        for (name, filters) in [("all", ""), ("english", "    filters:\n      languages: [en]\n")] {
            let text = "group: \(name)\nproviders:\n  shelf:\n    tags: true\n\(filters)"
            try Data(text.utf8).write(to: folder.appending(path: "providers/\(name).yaml"))
        }
        if hidden {
            let text = "group: hidden\nname: Sekret group\nproviders:\n  sekret:\n    tags: true\n"
            try Data(text.utf8).write(to: folder.appending(path: "providers/hidden.yaml"))
        }
        if TestStores.areDatabases { try write("", in: folder) }
        let source = source(in: folder, hidden: hidden)
        let configuration = try Configuration.load(source)
        return try await HostRuntime.open(
            configuration, registry: source.registry, environment: .withoutNetwork(time))
    }

    struct Answer: Sendable {
        let status: Int
        let headers: HTTPFields
        let text: String

        var json: JSONValue? { JSONValue(json: text) }
        var items: [JSONValue] { json?["items"]?.list ?? [] }
        /// One member of each item.
        func texts(_ key: String) -> [String] { items.compactMap { $0[key]?.text } }
    }

    /// Makes a call; `token` is the name of one of ``tokens``, a text of its own, or nil for none.
    @discardableResult
    func call(
        _ method: HTTPTypes.HTTPRequest.Method, _ path: String, as token: String? = "admin",
        body: String? = nil,
        headers: HTTPFields = [:], sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Answer {
        var fields = headers
        if let token { fields[.authorization] = "Bearer \(tokens[token] ?? token)" }
        if body != nil, fields[.contentType] == nil { fields[.contentType] = "application/json" }
        let answer = try await client.execute(
            uri: "/api/v1" + path, method: method, headers: fields, body: body.map { ByteBuffer(string: $0) }
        ) { Answer(status: $0.status.code, headers: $0.headers, text: String(buffer: $0.body)) }
        check(answer, method, path, sourceLocation)
        return answer
    }

    @discardableResult
    func get(
        _ path: String, as token: String? = "admin", sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Answer {
        try await call(.get, path, as: token, sourceLocation: sourceLocation)
    }

    /// The course of a group by its external id, as `listCourses` shows it.
    func course(_ externalID: String, in group: String = "all") async throws -> String {
        let answer = try await get("/groups/\(group)/courses?archived=any")
        return try #require(answer.items.first { $0["externalId"]?.text == externalID }?["id"]?.text)
    }

    private func check(
        _ answer: Answer, _ method: HTTPTypes.HTTPRequest.Method, _ path: String,
        _ sourceLocation: SourceLocation
    ) {
        let plain = path.split(separator: "?").first.map(String.init) ?? path
        guard let operation = description.operation(method.rawValue, plain) else { return }
        let type = answer.headers[.contentType] ?? ""
        // Streams have no schema that could be checked.
        if ["text/event-stream", "application/x-ndjson"].contains(type) { return }
        let problems = operation.problems(status: answer.status, answer: answer.json)
        #expect(problems.isEmpty, "\(method) \(path): \(answer.text)", sourceLocation: sourceLocation)
    }
}

/// A problem as it is to be answered, whole.
func problem(_ status: Int, _ title: String, _ detail: String) -> JSONValue {
    .object([
        "type": .text("about:blank"), "title": .text(title), "status": .number(Double(status)),
        "detail": .text(detail),
    ])
}
