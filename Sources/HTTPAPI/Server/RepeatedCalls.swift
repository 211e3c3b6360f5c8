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

/// Answers a repeated call with the same `Idempotency-Key` as the first time.
///
/// The key is claimed before the call is performed (rule R10). A call that the end of the process interrupted is performed
/// again: no operation that takes a key does harm if it is performed twice.
struct RepeatedCalls: Sendable {
    static let header = HTTPField.Name("Idempotency-Key")
    /// How long answers are kept: a day.
    static let seconds = 86_400.0
    /// After how long a call without an answer is taken to have ended with its process.
    static let abandoned = 60.0

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
        var sent = SHA256()
        sent.update(data: Data("\(operation.id)\n\(request.uri)\n\(call.body?.canonical.json ?? "")".utf8))
        call.items?.forEachCanonical { sent.update(data: Data($0.utf8)) }
        let fingerprint = Data(sent.finalize()).base64EncodedString()
        let (store, now) = (call.host.store, call.host.now)
        let claim: AnswerKey
        switch try await store.claim(
            key, of: caller, fingerprint: fingerprint, at: now, abandoned: now - Self.abandoned,
            earliest: now - Self.seconds)
        {
        case .underWay:
            throw Problem.conflict(
                "a call with this Idempotency-Key is in progress; try again when it is done")
        case .answered(let kept) where kept.fingerprint == fingerprint:
            return (HTTPResponse.Status(code: kept.status), kept.body)
        case .answered:
            throw Problem(
                status: .unprocessableContent,
                detail: "this Idempotency-Key was used for another call; use a new one")
        case .perform(let ours): claim = ours
        }
        do {
            let (status, text) = try await work()
            try await store.keep(text, status: status.code, to: claim)
            return (status, text)
        } catch {
            try await store.drop(claim)
            throw error
        }
    }
}
