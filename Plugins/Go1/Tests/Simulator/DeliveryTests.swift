import SimulatorSupport
import ConnectorKit
import Crypto
import Foundation
import Go1Simulator
import Synchronization
import Testing
import TestSupport

@testable import Go1

@Suite struct DeliveryTests {
    private static let json = ["Content-Type": "application/json"] as [String: String?]

    @Test("each action sends its event, signed over the raw body, to the webhooks registered for it")
    func events() async throws {
        let mailbox = Mailbox()
        let portal = Go1Portal(.init(), pause: { _ in }, post: mailbox.post)
        let types = Webhook.eventTypes.filter { $0 != "content.library.sync.request" }
        try await PortalSite.with(portal) { site in
            try await site.register("https://a.example", types: types, secret: "s3cret")
            try await site.register("https://b.example", types: ["enrollment.complete"], secret: nil)
            let ids = portal.libraryIDs
            let enrolment = portal.enrol(portal.accounts[0].id, in: ids[0])
            portal.complete(enrolment.id)
            portal.deleteEnrolment(enrolment.id)
            portal.addToLibrary(ids[1])
            portal.removeFromLibrary(ids[2])
            portal.revise(ids[3]) { $0.title = "New" }
            portal.announceRetirement(of: ids[4], at: 1_800_000_000_000)
            portal.retire(ids[5])
            await mailbox.wait(for: 10)
            let calls = mailbox.calls
            #expect(
                calls.filter { $0.url == "https://a.example" }.map(\.type).sorted()
                    == [
                        "content.decommission", "content.decommission.pending", "content.library.add",
                        "content.library.decommission", "content.library.remove", "content.library.update",
                        "enrollment.complete", "enrollment.create", "enrollment.delete",
                    ])
            let plain = try #require(calls.first { $0.url == "https://b.example" })
            #expect(plain.headers["Go1-Signature"] == nil)
            #expect(plain.type == "enrollment.complete")
            let members = try #require(JSONValue(json: plain.text))
            #expect(
                members["data"]
                    == .object(["id": .text(String(enrolment.id)), "lo_id": .text(String(ids[0]))]))
            #expect(members["webhook_version"] == .text("3.0.0"))
            #expect(members["attempt_number"] == .number(1))
            for call in calls where call.url == "https://a.example" {
                let header = try #require(call.headers["Go1-Signature"])
                let signature = try #require(go1.signature(of: [HTTPHeader("Go1-Signature", header)]))
                #expect(
                    signature.codes == [
                        code(of: signature.prefix + call.body, key: Array("s3cret".utf8))
                    ])
                _ = try go1.event(in: call.body)
            }
        }
    }

    @Test(
        "a refused call is repeated after pauses that double, up to a limit")
    func retries() async throws {
        let mailbox = Mailbox { number in number < 3 ? 503 : nil }
        let pauses = Mutex<[Duration]>([])
        let portal = Go1Portal(
            .init(), pause: { pause in pauses.withLock { $0.append(pause) } }, post: mailbox.post)
        try await PortalSite.with(portal) { site in
            try await site.register("https://a.example", types: ["enrollment.create"], secret: "s")
            portal.enrol(1, in: 1)
            await mailbox.wait(for: 5)
            #expect(mailbox.calls.map(\.attempt) == [1, 2, 3, 4, 5])
            #expect(Set(mailbox.calls.map(\.id)).count == 1)
            #expect(pauses.withLock { $0 } == [.seconds(1), .seconds(2), .seconds(4), .seconds(8)])
            while portal.openCalls > 0 { try await Task.sleep(for: .milliseconds(2)) }
            #expect(portal.madeCalls.map(\.status) == [503, 503, nil, nil, nil])
        }
    }

    @Test("duplicates and wrong signatures occur as configured, the same for the same seed")
    func disorder() async throws {
        func run() async throws -> [Mailbox.Call] {
            let mailbox = Mailbox()
            var options = Go1Portal.Options()
            options.delivery.duplicates = 0.5
            options.delivery.wronglySigned = 0.3
            options.delivery.outOfOrder = true
            options.delivery.atATime = 1
            let portal = Go1Portal(options, now: { TestDate().now }, pause: { _ in }, post: mailbox.post)
            try await PortalSite.with(portal) { site in
                try await site.register("https://a.example", types: ["enrollment.create"], secret: "s")
                for number in 0..<40 { portal.enrol(number, in: 1) }
                while portal.openCalls > 0 { try await Task.sleep(for: .milliseconds(2)) }
            }
            return mailbox.calls
        }
        let first = try await run()
        let byID = Dictionary(grouping: first, by: \.id)
        #expect(byID.count == 40)
        #expect((10...30).contains(byID.values.count { $0.count == 2 }))
        let wrong = first.filter { !$0.isSigned(by: "s") }
        #expect((4...30).contains(wrong.count))
        let second = try await run()
        #expect(Set(second.map(\.id)) == Set(byID.keys))
        #expect(Set(second.filter { !$0.isSigned(by: "s") }.map(\.id)) == Set(wrong.map(\.id)))
    }

    @Test("calls use HTTP, and learners are active if configured")
    func activity() async throws {
        var options = Go1Portal.Options()
        options.items = 20
        options.enrolments = 50
        options.activity = .milliseconds(1)
        let portal = Go1Portal(options)
        let receiver = Go1Portal()
        try await PortalSite.with(receiver) { other in
            try await PortalSite.with(portal) { site in
                try await site.register(
                    other.url + "/hook", types: ["enrollment.create", "enrollment.complete"], secret: "s")
                while Set(portal.madeCalls.map(\.eventType)).count < 2 {
                    try await Task.sleep(for: .milliseconds(2))
                }
            }
            // The other portal has no such path and answers 404.
            #expect(Set(portal.madeCalls.compactMap(\.status)) == [404])
            #expect(receiver.requests.allSatisfy { $0.method == "POST" && $0.path == "/hook" })
        }
    }
}

extension PortalSite {
    fileprivate func register(_ url: String, types: [String], secret: String?) async throws {
        var body: [String: Any] = ["url": url, "event_types": types]
        body["secret_key"] = secret
        let text = String(decoding: try JSONSerialization.data(withJSONObject: body), as: UTF8.self)
        let answer = try await get(
            "/webhooks", headers: ["Content-Type": "application/json"], method: .post, body: text)
        #expect(answer.status == 201)
    }
}

/// Records calls, and answers each with a given status.
private final class Mailbox: Sendable {
    struct Call: Sendable {
        let url: String
        let headers: [String: String]
        let body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }
        private var members: JSONValue? { JSONValue(json: text) }
        var id: String { members?["id"]?.text ?? "" }
        var type: String { members?["event_type"]?.text ?? "" }
        var attempt: Int { Int(members?["attempt_number"]?.double ?? 0) }

        func isSigned(by secret: String) -> Bool {
            let header = HTTPHeader("Go1-Signature", headers["Go1-Signature"] ?? "")
            guard let signature = go1.signature(of: [header]) else { return false }
            return signature.codes == [
                code(of: signature.prefix + body, key: Array(secret.utf8))
            ]
        }
    }

    private let taken = Mutex<[Call]>([])
    private let answer: @Sendable (Int) -> Int?

    /// - Parameter answer: Returns the status of each call, counted from 1.
    init(_ answer: @escaping @Sendable (Int) -> Int? = { _ in 204 }) { self.answer = answer }

    var calls: [Call] { taken.withLock { $0 } }

    var post: @Sendable (String, [String: String], [UInt8]) async -> Int? {
        { url, headers, body in
            let number = self.taken.withLock { taken in
                taken.append(Call(url: url, headers: headers, body: body))
                return taken.count
            }
            return self.answer(number)
        }
    }

    func wait(for count: Int) async {
        while calls.count < count { try? await Task.sleep(for: .milliseconds(2)) }
    }
}

/// HMAC-SHA256.
private func code(of bytes: [UInt8], key: [UInt8]) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: bytes, using: SymmetricKey(data: key)))
}
