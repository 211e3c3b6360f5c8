import ConnectorKit
import Foundation
import Testing

@testable import Host
@testable import Webhooks

@Suite struct SignatureTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let secrets: [String]
        var accepted = ["right"]
        var stampedAfter: TimeInterval = 0
        var body = "{}"
        let refusal: WebhookRefusal?
    }

    static let cases = [
        Case(testDescription: "right", secrets: ["right"], refusal: nil),
        Case(testDescription: "wrong", secrets: ["wrong"], refusal: .wrongSignature),
        Case(testDescription: "another body", secrets: ["right"], body: "{ }", refusal: .wrongSignature),
        Case(testDescription: "60 s old", secrets: ["right"], stampedAfter: -60, refusal: nil),
        Case(testDescription: "61 s old", secrets: ["right"], stampedAfter: -61, refusal: .stale),
        Case(testDescription: "60 s ahead", secrets: ["right"], stampedAfter: 60, refusal: nil),
        Case(testDescription: "61 s ahead", secrets: ["right"], stampedAfter: 61, refusal: .stale),
        Case(testDescription: "no code", secrets: [], refusal: .unsigned),
        Case(testDescription: "two codes, the first right", secrets: ["right", "wrong"], refusal: nil),
        Case(testDescription: "two codes, the second right", secrets: ["wrong", "right"], refusal: nil),
        Case(testDescription: "two codes, both wrong", secrets: ["a", "b"], refusal: .wrongSignature),
        Case(
            testDescription: "wrong and stale tells no more than wrong", secrets: ["wrong"],
            stampedAfter: -900, refusal: .wrongSignature),
        Case(
            testDescription: "the former secret while both count", secrets: ["former"],
            accepted: ["right", "former"], refusal: nil),
        Case(testDescription: "the former secret afterwards", secrets: ["former"], refusal: .wrongSignature),
    ]

    @Test("A call is taken where it is rightly signed, within a minute", arguments: cases)
    func check(_ one: Case) throws {
        let now = CallingService.begin
        let call = SignedCall("{}", secrets: one.secrets, at: now.addingTimeInterval(one.stampedAfter))
        let signature = CallingProvider(CallingService()).signature(of: call.headers)
        let check = SignatureCheck(secrets: one.accepted.map { Secret($0) }, now: now)
        var refusal: WebhookRefusal?
        do { try check.check(signature, of: Array(one.body.utf8)) } catch { refusal = error }
        #expect(refusal == one.refusal)
    }

    @Test("A code that is cut short, or goes on, is wrong", arguments: [0, 1, 31, 33])
    func length(_ length: Int) throws {
        let call = SignedCall("{}", secrets: ["right"], at: CallingService.begin)
        let whole = try #require(CallingProvider(CallingService()).signature(of: call.headers))
        let code = Array((whole.codes[0] + [0]).prefix(length))
        let cut = WebhookSignature(signedAt: whole.signedAt, prefix: whole.prefix, codes: [code])
        let check = SignatureCheck(secrets: [Secret("right")], now: CallingService.begin)
        #expect(throws: WebhookRefusal.wrongSignature) { try check.check(cut, of: Array("{}".utf8)) }
    }

    @Test("A call without a signature is unsigned")
    func missing() {
        let check = SignatureCheck(secrets: [Secret("right")], now: CallingService.begin)
        #expect(throws: WebhookRefusal.unsigned) { try check.check(nil, of: []) }
    }
}
