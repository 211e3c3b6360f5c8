import ConnectorKit
import Foundation
import Model
import Testing

@testable import Store

@Suite struct KeptEventTests {
    @Test("An event is kept once, and only while the webhook stands as it did when the event was found right")
    func outdated() async throws {
        let fixture = try await StoreFixture()
        defer { fixture.remove() }
        let (store, time) = (fixture.store, Date(timeIntervalSince1970: 1_800_000_000))
        var webhook = WebhookRegistration(madeAt: time)
        try await store.setWebhook(webhook, of: fixture.connection)
        func keep(_ id: String, under registration: WebhookRegistration) async throws -> [KeptEvent] {
            try await store.keep([
                ArrivedEvent(
                    ProviderEvent(id: id, type: "t", subject: .content(id: "1")), of: fixture.connection,
                    at: time, under: registration)
            ])
        }
        #expect(try await keep("a", under: webhook) == [.new])
        #expect(try await keep("a", under: webhook) == [.known])
        let former = webhook
        webhook.generation = 2
        try await store.setWebhook(webhook, of: fixture.connection)
        #expect(try await keep("b", under: former) == [.outdated])
        #expect(try await store.eventBacklog()[fixture.connection]?.pending == 1)
        #expect(try await keep("b", under: webhook) == [.new])
    }
}
