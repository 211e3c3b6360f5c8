import ConnectorKit
import Foundation
import HTTPTypes
import Host
import PostgresTesting
import Store
import Testing

@testable import HTTPAPI

@Suite struct ReadinessTests {
    @Test("A host that can work is ready, and lives")
    func ready() async throws {
        try await ServedHost.with { served in
            let (ready, lives) = (try await served.get("/readyz"), try await served.get("/healthz"))
            #expect(ready.hasSuffix("\r\n\r\nready\n"), "\(ready)")
            #expect(lives.hasSuffix("\r\n\r\nok\n"), "\(lives)")
        }
    }

    @Test("Without its store a host lives and is not ready; its numbers say so too", .storesAreFiles)
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
            let lives = try await served.get("/healthz")
            #expect(lives.hasPrefix("HTTP/1.1 200 "), "\(lives)")
            try FileManager.default.moveItem(at: aside, to: file)
            let again = try await served.get("/readyz")
            #expect(again.hasPrefix("HTTP/1.1 200 "), "\(again)")
        }
    }

    @Test(
        "A call that cannot be written is refused while the store is gone, and answered when it is back",
        .storesAreFiles)
    func writesAreRefused() async throws {
        try await APISite.with { site in
            let file = site.host.store.directory.appending(path: "tributary.sqlite")
            let aside = file.appendingPathExtension("aside")
            try FileManager.default.moveItem(at: file, to: aside)
            let refused = try await site.call(.post, "/paths", body: #"{"name":"Onboarding"}"#)
            #expect(
                refused.json
                    == problem(
                        503, "Service Unavailable",
                        "the store cannot be used at the moment; the host's log says why"))
            try FileManager.default.moveItem(at: aside, to: file)
            #expect(try await site.call(.post, "/paths", body: #"{"name":"Onboarding"}"#).status == 201)
        }
    }
}
