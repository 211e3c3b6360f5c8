import ConnectorKit
import SimulatorSupport
import Testing

@Suite("Webhooks of a simulated service")
struct WebhookTests {
    private let webhooks = SimulatedWebhooks(signature: "Acme-Signature")

    private func register(_ body: String) throws -> SimulatedAnswer {
        try webhooks.register(
            SimulatedRequest(
                "POST", "/webhooks", headers: ["content-type": "application/json"], body: Array(body.utf8)))
    }

    @Test("An address is registered, listed and ended")
    func registered() throws {
        let answer = try register(#"{"url":"http://host.example/hook","secret":"0123456789abcdef"}"#)
        let webhook = #"{"id":"w-1","url":"http://host.example/hook","secret":"0123456789abcdef"}"#
        #expect(answer.status == 201 && answer.text == webhook)
        #expect(webhooks.list(SimulatedRequest("GET", "/webhooks")).text == #"{"webhooks":[\#(webhook)]}"#)
        #expect(try webhooks.delete(SimulatedRequest("DELETE", "/webhooks/w-1")).status == 204)
        #expect(webhooks.list(SimulatedRequest("GET", "/webhooks")).text == #"{"webhooks":[]}"#)
        #expect(throws: SimulatedRefusal(404, "there is no webhook w-1")) {
            try webhooks.delete(SimulatedRequest("DELETE", "/webhooks/w-1"))
        }
    }

    @Test(
        "What is no address with a secret is refused",
        arguments: [
            "{", #"{"url":"http://host.example/hook"}"#,
            #"{"url":"hook","secret":"0123456789abcdef"}"#,
            #"{"url":"http://host.example/hook","secret":"0123456789abcde"}"#,
            #"{"url":"http://host.example/hook","secret":"0123456789abcdef","other":1}"#,
        ])
    func refused(body: String) {
        let refusal = SimulatedRefusal(
            400, "url and a secret of 16 characters or more are expected, as JSON")
        #expect(throws: refusal) { try register(body) }
    }
}
