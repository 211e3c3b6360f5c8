import ConnectorKit
import Foundation
@testable import Model
@testable import Store
import Testing
import TestSupport

@testable import Host
@testable import Webhooks

@Suite struct WebhookSecretTests {
    @Test("A secret is 64 hexadecimal digits, and depends on settings, salt, connection and generation")
    func derived() async throws {
        let fixture = try await WebhookFixture()
        defer { fixture.remove() }
        let other = try await fixture.host.store.connection(provider: "demo", key: "another")
        let id = try await fixture.host.webhooks.connections()[0].id
        func secret(
            _ value: String = "a", salt: String = "salt", of connection: ConnectionID? = nil,
            _ generation: Int = 1
        ) -> String {
            WebhookSecrets(
                Settings(texts: [:], secrets: ["key": Secret(value)]), provider: "demo",
                connection: connection ?? id, salt: salt
            ).secret(generation).reveal()
        }
        let secrets = [
            secret(), secret("b"), secret(salt: "pepper"), secret(of: other), secret("a", 2),
        ]
        #expect(Set(secrets).count == secrets.count)
        #expect(secret() == secret())
        for text in secrets {
            #expect(text.utf8.count == 64)
            #expect(text.allSatisfy { "0123456789abcdef".contains($0) })
        }
    }

    @Test("Names and values of secret settings do not run together")
    func framed() async throws {
        let fixture = try await WebhookFixture()
        defer { fixture.remove() }
        let id = try await fixture.host.webhooks.connections()[0].id
        let one = Settings(texts: [:], secrets: ["a": Secret("b"), "c": Secret("d")])
        let other = Settings(texts: [:], secrets: ["a": Secret("bc"), "cd": Secret("")])
        let texts = [one, other].map {
            WebhookSecrets($0, provider: "demo", connection: id, salt: "s").secret(1).reveal()
        }
        #expect(texts[0] != texts[1])
    }

    @Test("Calls signed with another connection's secret are refused")
    func anotherConnections() async throws {
        let fixture = try await WebhookFixture()
        defer { fixture.remove() }
        let other = try await WebhookFixture(hush: "something else")
        defer { other.remove() }
        let call = SignedCall(
            WebhookFixture.event("e1", "enrolment", "1"), secrets: [try await other.secret()],
            at: fixture.time.now)
        #expect(await fixture.take(call) == .refused(.wrongSignature))
    }

    struct Rotation: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var generation = 2
        var confirmed = 2
        var confirmedFor: TimeInterval? = 0
        let accepted: [Int]
    }

    @Test(
        "The former secret counts until the provider confirmed the new one, and ten minutes longer",
        arguments: [
            Rotation(testDescription: "never renewed", generation: 1, confirmed: 1, accepted: [1]),
            Rotation(
                testDescription: "never registered", generation: 1, confirmed: 0, confirmedFor: nil,
                accepted: [1]),
            Rotation(testDescription: "not confirmed", confirmed: 1, confirmedFor: 9_000, accepted: [2, 1]),
            Rotation(testDescription: "just confirmed", accepted: [2, 1]),
            Rotation(testDescription: "a moment before the end", confirmedFor: 599, accepted: [2, 1]),
            Rotation(testDescription: "at the end", confirmedFor: 600, accepted: [2]),
        ])
    func overlap(_ one: Rotation) {
        let now = CallingService.begin
        var webhook = WebhookRegistration(madeAt: now)
        webhook.generation = one.generation
        webhook.confirmed = one.confirmed
        webhook.confirmedAt = one.confirmedFor.map { now.addingTimeInterval(-$0) }
        #expect(webhook.accepted(at: now) == one.accepted)
    }
}
