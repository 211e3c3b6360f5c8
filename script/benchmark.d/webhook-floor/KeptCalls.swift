import CPQ
import Foundation
import Synchronization

/// Keeps calls in a database of a PostgreSQL server, by libpq alone: those that come while a transaction is written go
/// with the next one, up to a hundred of them.
final class KeptCalls: Sendable {
    private typealias Waiting = (body: String, kept: CheckedContinuation<Void, Never>)

    private let waiting = Mutex<[Waiting]>([])
    private let signal = DispatchSemaphore(value: 0)

    init(_ url: String) {
        Thread.detachNewThread { [self] in
            let db = PQconnectdb(url)
            run(db, "CREATE TABLE call (id BIGSERIAL PRIMARY KEY, body TEXT NOT NULL)", [])
            while true {
                signal.wait()
                let batch = next()
                guard !batch.isEmpty else { continue }
                let values = batch.indices.map { "($\($0 + 1))" }.joined(separator: ", ")
                run(db, "INSERT INTO call (body) VALUES \(values)", batch.map(\.body))
                for one in batch { one.kept.resume() }
            }
        }
    }

    /// The body is on the disk when this returns.
    func keep(_ body: String) async {
        await withCheckedContinuation { kept in
            waiting.withLock { $0.append((body, kept)) }
            signal.signal()
        }
    }

    private func next() -> [Waiting] {
        waiting.withLock { waiting in
            defer { waiting.removeFirst(min(100, waiting.count)) }
            return Array(waiting.prefix(100))
        }
    }

    private func run(_ db: OpaquePointer?, _ sql: String, _ values: [String]) {
        let texts = values.map { UnsafePointer(strdup($0)) }
        defer { for text in texts { free(UnsafeMutablePointer(mutating: text)) } }
        let result = PQexecParams(db, sql, Int32(texts.count), nil, texts, nil, nil, 0)
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_COMMAND_OK else {
            FileHandle.standardError.write(Data("webhook-floor: \(String(cString: PQerrorMessage(db)))".utf8))
            exit(1)
        }
    }
}
