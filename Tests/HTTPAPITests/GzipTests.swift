import ConnectorKit
import Foundation
import HTTPTesting
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Testing

@testable import HTTPAPI

@Suite struct GzipTests {
    private static let text = (1...2_000).map { "line \($0) of a page" }.joined(separator: "\n")

    private static func answer(
        _ path: String, _ accept: String?, _ method: HTTPTypes.HTTPRequest.Method = .get
    ) async throws -> TestResponse {
        let router = Router(options: .autoGenerateHeadEndpoints)
        router.add(middleware: GzipAnswers())
        func add(_ path: RouterPath, _ type: String, _ body: @escaping @Sendable () -> ResponseBody) {
            router.get(path) { _, _ in
                Response(status: .ok, headers: [.contentType: type, .eTag: "\"a\""], body: body())
            }
        }
        let whole = ByteBuffer(string: text)
        add("/page", "text/html; charset=utf-8") { ResponseBody(byteBuffer: whole) }
        add("/json", "application/json") { ResponseBody(byteBuffer: whole) }
        add("/short", "text/html") { ResponseBody(byteBuffer: ByteBuffer(repeating: 65, count: 1_024)) }
        add("/events", "text/event-stream") { ResponseBody(byteBuffer: whole) }
        add("/picture", "image/png") { ResponseBody(byteBuffer: whole) }
        add("/pieces", "application/x-ndjson") {
            ResponseBody { writer in
                for byte in whole.readableBytesView { try await writer.write(ByteBuffer(bytes: [byte])) }
                try await writer.finish(nil)
            }
        }
        return try await Application(router: router, logger: .silent).test(.router) { client in
            try await client.execute(
                uri: path, method: method, headers: accept.map { [.acceptEncoding: $0] } ?? [:])
        }
    }

    @Test(
        "Long texts are compressed for who accepts it, whole and in pieces",
        arguments: ["/page", "/json", "/pieces"],
        ["gzip", "deflate, gzip;q=0.5, br", "GZIP", "*", "x-gzip", "br;q=1.0, gzip; q=0.8, *;q=0"])
    func compressed(_ path: String, _ accept: String) async throws {
        let answer = try await Self.answer(path, accept)
        #expect(answer.headers[.contentEncoding] == "gzip")
        #expect(answer.headers[.vary] == "Accept-Encoding")
        #expect(answer.headers[.eTag] == "W/\"a\"")
        #expect(answer.body.readableBytes < Self.text.utf8.count / 3)
        #expect(try gunzipped(answer.body) == Self.text)
    }

    @Test(
        "For others they are not, and caches are told that it depends",
        arguments: [nil, "", "identity", "gzip;q=0", "br, deflate", "*;q=0", "gzip;q=0, *"])
    func plain(_ accept: String?) async throws {
        let answer = try await Self.answer("/page", accept)
        #expect(answer.headers[.contentEncoding] == nil)
        #expect(answer.headers[.vary] == "Accept-Encoding")
        #expect(answer.headers[.eTag] == "\"a\"")
        #expect(String(buffer: answer.body) == Self.text)
    }

    @Test(
        "Short texts, event streams, pictures and heads are sent as they are",
        arguments: ["/short", "/events", "/picture"])
    func left(_ path: String) async throws {
        #expect(try await Self.answer(path, "gzip").headers[.contentEncoding] == nil)
        let head = try await Self.answer("/page", "gzip", .head)
        #expect(head.headers[.contentEncoding] == nil && head.body.readableBytes == 0)
    }

    @Test("A served host compresses, and who has the content in either form is not sent it again")
    func served() async throws {
        try await ServedHost.with { served in
            let answer = try await served.exchange(
                "GET /openapi.json HTTP/1.1\r\nHost: h\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n")
            #expect(answer.contains("\r\nContent-Encoding: gzip\r\n"))
        }
        try await APISite.with { site in
            let tag = try #require(try await site.get("/paths").headers[.eTag])
            for known in [tag, "W/\(tag)", "\"0\", W/\(tag)", "*"] {
                #expect(try await site.call(.get, "/paths", headers: [.ifNoneMatch: known]).status == 304)
            }
        }
    }
}
