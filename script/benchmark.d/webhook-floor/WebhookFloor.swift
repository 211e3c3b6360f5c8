import Foundation
import GRDB
import Hummingbird
import NIOCore

/// `webhook-floor STORE`: the least that acknowledging a call can cost. The host's server with an empty handler
/// that takes the body, commits one row to the disk and answers 204.
@main
struct WebhookFloor {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 2 else {
            FileHandle.standardError.write(Data("webhook-floor STORE\n".utf8))
            exit(2)
        }
        var configuration = Configuration()
        // As the store keeps events: on the disk before they are acknowledged.
        configuration.prepareDatabase { db in try db.execute(sql: "PRAGMA synchronous = FULL") }
        let pool = try DatabasePool(path: arguments[1], configuration: configuration)
        try await pool.write { db in
            try db.execute(sql: "CREATE TABLE call (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT")
        }
        let router = Router()
        router.post("/webhooks/:provider/:connection") { request, _ in
            let body = String(buffer: try await request.body.collect(upTo: 1 << 20))
            try await pool.write { db in
                try db.cachedStatement(sql: "INSERT INTO call (body) VALUES (?)").execute(arguments: [body])
            }
            return Response(status: .noContent)
        }
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in
                print("listens on 127.0.0.1:\(channel.localAddress?.port ?? 0)")
                fflush(nil)
            })
        try await application.runService()
    }
}
