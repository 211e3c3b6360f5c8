import ConnectorKit
import Foundation
import Host
import Store
import Testing

@testable import Console

@Suite struct ReadinessTests {
    @Test("A host that can work is ready, and lives")
    func ready() async throws {
        try await ServedHost.with { served in
            #expect(try await served.get("/readyz").hasSuffix("\r\n\r\nready\n"))
            #expect(try await served.get("/healthz").hasSuffix("\r\n\r\nok\n"))
        }
    }

    @Test("Without its store a host lives and is not ready; its numbers say so too")
    func storeIsGone() async throws {
        try await ServedHost.with { served in
            let file = served.host.store.directory.appending(path: "tributary.sqlite")
            let aside = file.appendingPathExtension("aside")
            try FileManager.default.moveItem(at: file, to: aside)
            let answer = try await served.get("/readyz")
            #expect(answer.hasPrefix("HTTP/1.1 503 "))
            #expect(
                answer.hasSuffix(
                    "\r\n\r\n"
                        + #"{"type":"about:blank","title":"Service Unavailable","status":503,"detail":"the store does not answer"}"#
                ), "\(answer)")
            #expect(try await served.get("/healthz").hasPrefix("HTTP/1.1 200 "))
            try FileManager.default.moveItem(at: aside, to: file)
            #expect(try await served.get("/readyz").hasPrefix("HTTP/1.1 200 "))
        }
    }
}
