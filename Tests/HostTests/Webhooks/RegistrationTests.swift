@testable import ConfigurationFiles
import ConnectorKit
import Foundation
import Model
@testable import Store
import Testing
import TestSupport

@testable import Host
@testable import Webhooks

@Suite struct RegistrationTests {
    private let day: TimeInterval = 86_400

    @Test("The provider is given the public address and a secret, once")
    func registered() async throws {
        let fixture = try await WebhookFixture()
        defer { fixture.remove() }
        let report = RegistrationReport(connection: "demo for even, all", url: WebhookFixture.url, error: nil)
        #expect(try await fixture.host.webhooks.register() == [report])
        #expect(try await fixture.host.webhooks.register() == [report])
        #expect(fixture.service.read { $0.webhooks } == [WebhookFixture.url: try await fixture.secret()])
        #expect("\(report)" == "demo for even, all: calls \(WebhookFixture.url)")
    }

    @Test("What was removed or changed there is put right")
    func repaired() async throws {
        let fixture = try await WebhookFixture()
        defer { fixture.remove() }
        _ = try await fixture.host.webhooks.register()
        let right = fixture.service.read { $0.webhooks }
        for wrong in [[:], [WebhookFixture.url: "another secret"]] {
            fixture.service.change { $0.webhooks = wrong }
            _ = try await fixture.host.webhooks.register()
            #expect(fixture.service.read { $0.webhooks } == right)
        }
    }

    @Test("The registration outlives the process: the secret stays what it was")
    func restarted() async throws {
        let fixture = try await WebhookFixture()
        defer { fixture.remove() }
        _ = try await fixture.host.webhooks.register()
        let next = try await WebhookFixture(fixture.service, folder: fixture.folder)
        #expect(try await next.secret() == fixture.secret())
        _ = try await next.host.webhooks.register()
        #expect(fixture.service.read { $0.webhooks } == [WebhookFixture.url: try await fixture.secret()])
    }

    @Test("Without a public address, and in the test environment, no provider is asked")
    func nothing() async throws {
        for fixture in [
            try await WebhookFixture(publicURL: nil), try await WebhookFixture(environment: .test),
        ] {
            #expect(try await fixture.host.webhooks.register().isEmpty)
            #expect(fixture.service.read { $0.asked }.isEmpty)
            fixture.remove()
        }
    }

    @Test("A changed address replaces the former one, and one that is taken away is withdrawn")
    func moved() async throws {
        let fixture = try await WebhookFixture()
        defer { fixture.remove() }
        _ = try await fixture.host.webhooks.register()
        let moved = try await WebhookFixture(
            fixture.service, folder: fixture.folder, publicURL: "https://new.example.com")
        _ = try await moved.host.webhooks.register()
        let url = "https://new.example.com/webhooks/demo/connection-1"
        #expect(fixture.service.read { Array($0.webhooks.keys) } == [url])
        let closed = try await WebhookFixture(fixture.service, folder: fixture.folder, publicURL: nil)
        #expect(
            try await closed.host.webhooks.register()
                == [RegistrationReport(connection: "demo for even, all", url: nil, error: nil)])
        #expect(fixture.service.read { $0.webhooks }.isEmpty)
        #expect(try await closed.host.webhooks.register().isEmpty)
    }

    @Test("New credentials are another connection: it is registered, and the former one withdrawn")
    func abandoned() async throws {
        let fixture = try await WebhookFixture()
        defer { fixture.remove() }
        _ = try await fixture.host.webhooks.register()
        try await fixture.call(WebhookFixture.event("e1", "enrolment", "77"))
        let renewed = try await WebhookFixture(fixture.service, folder: fixture.folder, hush: "new")
        _ = try await renewed.host.webhooks.register()
        let url = "https://connect.example.com/webhooks/demo/connection-2"
        #expect(fixture.service.read { $0.webhooks } == [url: try await renewed.secret()])
        let asked = fixture.service.read { $0.asked.count }
        _ = try await renewed.host.webhooks.register()
        #expect(fixture.service.read { $0.asked.dropFirst(asked) } == ["register \(url)"])

        // What the former one had acknowledged is worked off by the new one.
        fixture.service.enrol("77")
        try await renewed.list([2])
        try await renewed.work()
        #expect(try await renewed.attempts().count == 2)
        #expect(try await renewed.backlog() == EventBacklog())
    }

    @Test("A failure is reported without the secret, and tried again the next time")
    func failure() async throws {
        let fixture = try await WebhookFixture()
        defer { fixture.remove() }
        let secret = try await fixture.secret()
        fixture.service.change {
            $0.refuse = { _ in .contract("\(secret) and \(WebhookFixture.hush) are refused") }
        }
        let failed = try await fixture.host.webhooks.register()
        #expect(
            failed == [
                RegistrationReport(
                    connection: "demo for even, all", url: nil, error: "•••• and •••• are refused")
            ])
        let id = try await fixture.host.webhooks.connections()[0].id
        #expect(try await fixture.host.store.webhook(of: id)?.error == "•••• and •••• are refused")
        fixture.service.change { $0.refuse = { _ in nil } }
        _ = try await fixture.host.webhooks.register()
        #expect(try await fixture.host.store.webhook(of: id)?.error == nil)
        #expect(fixture.service.read { $0.webhooks } == [WebhookFixture.url: secret])
    }

    @Test("A secret is renewed after 90 days; the former one counts until the provider has the new one")
    func renewed() async throws {
        let fixture = try await WebhookFixture()
        defer { fixture.remove() }
        func answer(signedWith secret: String, _ id: String) async -> WebhookAnswer? {
            await fixture.take(
                SignedCall(
                    WebhookFixture.event(id, "other"), secrets: [secret], at: fixture.time.now))
        }
        let (former, next) = (try await fixture.secret(1), try await fixture.secret(2))
        _ = try await fixture.host.webhooks.register()
        #expect(await answer(signedWith: next, "e1") == .refused(.wrongSignature))

        fixture.time.pass(90 * day)
        fixture.service.change { $0.refuse = { _ in .transient("down") } }
        _ = try await fixture.host.webhooks.register()
        fixture.time.pass(day)
        #expect(await answer(signedWith: former, "e2") == .acknowledged)
        #expect(await answer(signedWith: next, "e3") == .acknowledged)

        fixture.service.change { $0.refuse = { _ in nil } }
        _ = try await fixture.host.webhooks.register()
        #expect(fixture.service.read { $0.webhooks } == [WebhookFixture.url: next])
        fixture.time.pass(599)
        #expect(await answer(signedWith: former, "e4") == .acknowledged)
        fixture.time.pass(1)
        #expect(await answer(signedWith: former, "e5") == .refused(.wrongSignature))
        #expect(await answer(signedWith: next, "e6") == .acknowledged)
    }

    @Test("No secret stands in the store, neither the connection's nor the webhook's")
    func stored() async throws {
        let fixture = try await WebhookFixture()
        defer { fixture.remove() }
        _ = try await fixture.host.webhooks.register()
        try await fixture.call(WebhookFixture.event("e1", "enrolment", "1"))
        let secrets = [try await fixture.secret(), WebhookFixture.hush].map { Data($0.utf8) }
        // Wherever the store is, it is in its copy.
        try fixture.host.store.backup(to: fixture.folder.appending(path: "copy.sqlite"))
        var files = 0
        for name in try FileManager.default.contentsOfDirectory(atPath: fixture.folder.path) {
            guard let bytes = try? Data(contentsOf: fixture.folder.appending(path: name)) else { continue }
            files += 1
            for secret in secrets { #expect(bytes.range(of: secret) == nil, "\(name) holds a secret") }
        }
        #expect(files > 0)
    }
}
