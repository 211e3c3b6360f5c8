import ConnectorKit
import Go1Simulator
import Testing
import TestSupport

@testable import Go1

@Suite("Registering a webhook")
struct RegistrationTests {
    private static let url = "https://tributary.example/webhooks/go1/1"
    private static let secret = Secret("0123456789abcdef0123456789abcdef")

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// What an admin changed after the registration.
        let action: @Sendable (Go1Portal, Webhook) -> Void
        var isChanged = true
        /// The number of the portal's webhooks afterwards.
        var count = 1
    }

    private static let cases: [Case] = [
        Case(testDescription: "nothing", action: { _, _ in }, isChanged: false),
        Case(testDescription: "removed", action: { $0.removeWebhook($1.id) }),
        Case(testDescription: "inactive", action: { $0.updateWebhook($1.id) { $0.status = .inactive } }),
        Case(testDescription: "another secret", action: { $0.updateWebhook($1.id) { $0.secret = "other" } }),
        Case(testDescription: "no secret", action: { $0.updateWebhook($1.id) { $0.secret = nil } }),
        Case(
            testDescription: "an event missing",
            action: { $0.updateWebhook($1.id) { $0.eventTypes.removeLast() } }),
        Case(
            testDescription: "another event more",
            action: { $0.updateWebhook($1.id) { $0.eventTypes.append("content.add") } }, isChanged: false),
        Case(
            testDescription: "another name", action: { $0.updateWebhook($1.id) { $0.name = "Ours" } },
            isChanged: false),
        Case(
            testDescription: "another address",
            action: { $0.updateWebhook($1.id) { $0.url = "https://elsewhere.example" } }, count: 2),
    ]

    @Test("a changed registration is repaired, and a second call changes nothing", arguments: cases)
    func repaired(_ test: Case) async throws {
        let portal = Go1Portal.learning(enrolments: 0)
        try await PortalSite.with(portal) { site in
            let connection = site.connection(.v2)
            #expect(try await go1.registerWebhook(Self.url, secret: Self.secret, of: connection))
            let made = try #require(portal.webhooks.first)
            #expect(made.name == "Tributary")
            test.action(portal, made)
            #expect(
                try await go1.registerWebhook(Self.url, secret: Self.secret, of: connection)
                    == test.isChanged)
            #expect(
                try await go1.registerWebhook(Self.url, secret: Self.secret, of: connection) == false)
            #expect(portal.webhooks.count == test.count)
            let right = portal.webhooks.filter { $0.url == Self.url }
            #expect(right.map(\.status) == [.active])
            #expect(right.map(\.secret) == [Self.secret.reveal()])
            #expect(Set(right.flatMap(\.eventTypes)).isSuperset(of: Registration.wanted))
        }
    }

    @Test("an event added by a person stays if the registration is repaired")
    func added() async throws {
        let portal = Go1Portal.learning(enrolments: 0)
        try await PortalSite.with(portal) { site in
            _ = try await go1.registerWebhook(Self.url, secret: Self.secret, of: site.connection())
            portal.updateWebhook(portal.webhooks[0].id) { webhook in
                webhook.eventTypes = ["content.add"]
            }
            _ = try await go1.registerWebhook(Self.url, secret: Self.secret, of: site.connection())
            #expect(Set(portal.webhooks[0].eventTypes) == Registration.wanted.union(["content.add"]))
        }
    }

    @Test("only one of several registrations of an address stays active")
    func several() async throws {
        let portal = Go1Portal.learning(enrolments: 0)
        try await PortalSite.with(portal) { site in
            let connection = site.connection()
            _ = try await go1.registerWebhook("https://other.example", secret: Self.secret, of: connection)
            _ = try await go1.registerWebhook("https://third.example", secret: Self.secret, of: connection)
            for webhook in portal.webhooks { portal.updateWebhook(webhook.id) { $0.url = Self.url } }
            #expect(try await go1.registerWebhook(Self.url, secret: Self.secret, of: connection))
            #expect(portal.webhooks.map(\.status) == [.active, .inactive])
            #expect(try await go1.registerWebhook(Self.url, secret: Self.secret, of: connection) == false)
        }
    }

    @Test("an unregistered webhook becomes inactive; others are not affected")
    func unregistered() async throws {
        let portal = Go1Portal.learning(enrolments: 0)
        try await PortalSite.with(portal) { site in
            let connection = site.connection()
            try await go1.unregisterWebhook(Self.url, of: connection)
            _ = try await go1.registerWebhook(Self.url, secret: Self.secret, of: connection)
            _ = try await go1.registerWebhook("https://other.example", secret: Self.secret, of: connection)
            try await go1.unregisterWebhook(Self.url, of: connection)
            #expect(portal.webhooks.map(\.status) == [.inactive, .active])
            portal.clearRequests()
            try await go1.unregisterWebhook(Self.url, of: connection)
            #expect(portal.requests.map(\.method) == ["GET"])
        }
    }

    @Test("a refusal names the needed scope and shows no secret")
    func refused() async {
        let list = HTTPResponse.text(200, #"{"total":0,"hits":[]}"#)
        let client = ScriptedClient(
            list, .text(403, #"{"message":"no \#(Self.secret.reveal())","error_code":"forbidden"}"#))
        await #expect(
            throws: Failure.credentials(
                """
                POST https://gateway.go1.com/webhooks: HTTP 403, "forbidden"; the integration needs the scope \
                webhook.write
                """)
        ) {
            try await go1.registerWebhook(Self.url, secret: Self.secret, of: connection(client))
        }
    }
}
