import Foundation
import GRDB
import Hummingbird
import NIOCore

/// `webhook-floor STORE`: the least that acknowledging a call can cost. The host's server with an empty handler
/// that takes the body, commits it to the disk and answers 204. STORE is a file of SQLite, where each call is a
/// transaction, or the URL of a database of a PostgreSQL server. It uses GRDB and libpq themselves, and nothing of the
/// store, since the store is what is compared with it.
@main
struct WebhookFloor {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 2 else {
            FileHandle.standardError.write(Data("webhook-floor STORE\n".utf8))
            exit(2)
        }
        let keep = try await keeping(in: arguments[1])
        let router = Router()
        router.post("/webhooks/:provider/:connection") { request, _ in
            try await keep(String(buffer: try await request.body.collect(upTo: 1 << 20)))
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

    /// - Returns: what keeps the body of a call.
    private static func keeping(in store: String) async throws -> @Sendable (String) async throws -> Void {
        if store.hasPrefix("postgres://") {
            let calls = KeptCalls(store)
            return { await calls.keep($0) }
        }
        var configuration = Configuration()
        // As the store keeps events: on the disk before they are acknowledged.
        configuration.prepareDatabase { db in try db.execute(sql: "PRAGMA synchronous = FULL") }
        let pool = try DatabasePool(path: store, configuration: configuration)
        try await pool.write { db in
            try db.execute(sql: "CREATE TABLE call (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT")
        }
        return { body in
            try await pool.write { db in
                try db.cachedStatement(sql: "INSERT INTO call (body) VALUES (?)").execute(arguments: [body])
            }
        }
    }
}
