import ConnectorKit
import Foundation
import Testing

@testable import Go1

@Suite("Reading a signature")
struct SignatureTests {
    @Test(
        "time, prefix and codes are read from the header",
        arguments: [
            ("t=1700000000,v1=00ff", ["00ff"]), ("v1=00FF,t=1700000000", ["00ff"]),
            ("t=1700000000, v1=00ff", ["00ff"]), ("t=1700000000,v1=00ff,v1=0102", ["00ff", "0102"]),
            ("t=1700000000,v0=zz,v1=00ff,v2=77", ["00ff"]), ("t=1700000000,v1=xy,v1=0102", ["0102"]),
        ])
    func read(_ header: String, _ codes: [String]) throws {
        let signature = try #require(go1.signature(of: [HTTPHeader("go1-Signature", header)]))
        #expect(signature.signedAt == Date(timeIntervalSince1970: 1_700_000_000))
        #expect(signature.prefix == Array("1700000000.".utf8))
        #expect(
            signature.codes.map {
                $0.map { $0 < 16 ? "0\(String($0, radix: 16))" : String($0, radix: 16) }
                    .joined()
            } == codes)
    }

    @Test(
        "a malformed signature is nil",
        arguments: [
            [], [""], ["t=1700000000"], ["v1=00ff"], ["t=,v1=00ff"], ["t=-5,v1=00ff"], ["t=1.5,v1=00ff"],
            ["t=17000000000000,v1=00ff"], ["t=1700000000,v1="], ["t=1700000000,v1=0"],
            ["t=1700000000,v1=0g"], ["t=1700000000,t=1700000001,v1=00ff"], ["t=1700000000,v1=00ff,"],
            ["1700000000,00ff"], ["t=1700000000,v1=00ff", "t=1700000000,v1=00ff"], ["t=١٢٣,v1=00ff"],
            ["t=1700000000,v0=00ff"],
        ])
    func none(_ headers: [String]) {
        let fields = headers.map { HTTPHeader("Go1-Signature", $0) } + [HTTPHeader("Signature", "t=1,v1=00")]
        #expect(go1.signature(of: fields) == nil)
    }
}
