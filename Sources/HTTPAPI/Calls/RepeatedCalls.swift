import enum ConnectorKit.JSONValue
import struct ConnectorKit.JSONObject
import Crypto
import Foundation
import HTTPTypes
import Host
import Hummingbird
import Model
import NIOCore
import Store
import Synchronization

/// Answers a repeated call with the same `Idempotency-Key` as the first time.
///
/// A call that the end of the process interrupted is performed again (our decision): no operation that takes a key
/// does harm if it is performed twice.
final class RepeatedCalls: Sendable {
    static let header = HTTPField.Name("Idempotency-Key")
    /// How long answers are kept: a day (our decision).
    static let seconds = 86_400.0

    private let underWay = Mutex<Set<String>>([])

    func answer(
        _ call: APICall, to request: Request, of operation: Operation,
        _ work: () async throws -> (status: HTTPResponse.Status, text: String)
    ) async throws -> (status: HTTPResponse.Status, text: String) {
        guard operation.takesKey, let name = Self.header, let key = request.headers[name] else {
            return try await work()
        }
        guard (1...255).contains(key.utf8.count) else {
            throw Problem.badRequest("Idempotency-Key: 1 to 255 characters were expected")
        }
        let caller = "token \(call.token.id)"
        let mark = "\(caller) \(key)"
        guard underWay.withLock({ $0.insert(mark).inserted }) else {
            throw Problem.conflict(
                "a call with this Idempotency-Key is in progress; try again when it is done")
        }
        defer { underWay.withLock { _ = $0.remove(mark) } }
        let sent = "\(operation.id)\n\(request.uri)\n\(call.body?.canonical.json ?? "")"
        let fingerprint = Data(SHA256.hash(data: Data(sent.utf8))).base64EncodedString()
        let (store, now) = (call.host.store, call.host.now)
        let earliest = now.addingTimeInterval(-Self.seconds)
        if let kept = try await store.answer(to: key, of: caller, since: earliest) {
            guard kept.fingerprint == fingerprint else {
                throw Problem(
                    status: .unprocessableContent,
                    detail: "this Idempotency-Key was used for another call; use a new one")
            }
            return (HTTPResponse.Status(code: kept.status), kept.body)
        }
        let (status, text) = try await work()
        try await store.keep(
            KeptAnswer(fingerprint: fingerprint, status: status.code, body: text), to: key, of: caller,
            at: now, forgettingBefore: earliest)
        return (status, text)
    }
}
