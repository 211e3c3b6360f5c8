package import ConnectorKit
import Foundation
import Logging
import Model
import Runtime
package import Store

/// Receives the calls for one connection.
package struct WebhookEndpoint: Sendable {
    let provider: any WebhookProvider
    let connection: ConnectionID
    let secrets: WebhookSecrets
    let registration: KnownRegistration
    let inbox: EventInbox
    let counters: WebhookCounters
    let signals: WakeSignals
    let now: @Sendable () -> Date
    let telemetry: Telemetry

    /// Receives a call: checks the signature, reads the body, and keeps the event. The event is on disk when this returns.
    ///
    /// - Parameters:
    ///   - headers: all of the call's.
    ///   - body: the bytes as they came.
    package func receive(headers: [HTTPHeader], body: [UInt8]) async -> WebhookAnswer {
        guard body.count <= WebhookReceiver.longestBody else { return refuse(.tooLarge) }
        let now = now()
        do throws(StoreError) {
            if let last = registration.last, let answer = try await receive(body, headers, as: last, at: now)
            {
                return answer
            }
            // Where the secret is renewed at this moment, once more is enough.
            for _ in 1...2 {
                let current = try await registration.read()
                if let answer = try await receive(body, headers, as: current, at: now, isCurrent: true) {
                    return answer
                }
            }
            throw .busy("the webhook of \(connection.name) is being changed")
        } catch {
            telemetry.logger.warning("an event could not be kept: \(error)", metadata: metadata)
            return .unavailable(error)
        }
    }

    /// - Parameter isCurrent: whether the registration was read for this call.
    /// - Returns: nil if the registration is another one now, or may be.
    private func receive(
        _ body: [UInt8], _ headers: [HTTPHeader], as registration: WebhookRegistration?, at now: Date,
        isCurrent: Bool = false
    ) async throws(StoreError) -> WebhookAnswer? {
        let generations = registration?.accepted(at: now) ?? [1]
        let check = SignatureCheck(secrets: generations.map(secrets.secret), now: now)
        switch event(in: body, signedAs: provider.signature(of: headers), check) {
        case .failure(let refusal): return isCurrent ? refuse(refusal) : nil
        case .success(let event):
            let kept = try await inbox.keep(
                ArrivedEvent(event, of: connection, at: now, under: registration))
            guard kept != .outdated else { return nil }
            counters.acknowledged(isNew: kept == .new)
            if kept == .new { signals.wake(connection) }
            return .acknowledged
        }
    }

    /// Turns a call away without reading it any further.
    package func refuse(_ refusal: WebhookRefusal) -> WebhookAnswer {
        counters.refused(refusal)
        // Anybody may call, and must not fill the log: counted always, logged where a person looks for it.
        telemetry.logger.debug(
            "a call for \(connection.name) was refused: \(refusal.message)",
            metadata: metadata.merging(["reason": "\(refusal.rawValue)"]) { $1 })
        return .refused(refusal)
    }

    private var metadata: Logger.Metadata {
        ["provider": "\(provider.descriptor.id)", "connection": "\(connection.name)"]
    }

    private func event(
        in body: [UInt8], signedAs signature: WebhookSignature?, _ check: SignatureCheck
    ) -> Result<ProviderEvent, WebhookRefusal> {
        do throws(WebhookRefusal) { try check.check(signature, of: body) } catch { return .failure(error) }
        guard let event = try? provider.event(in: body), !event.id.isEmpty else {
            return .failure(.malformed)
        }
        return .success(event)
    }
}

/// What a call is answered.
package enum WebhookAnswer: Sendable, Equatable {
    /// The event is kept; the same one again is acknowledged again.
    case acknowledged
    case refused(WebhookRefusal)
    /// The store could not keep it: the provider is to send it again.
    case unavailable(StoreError)
}
