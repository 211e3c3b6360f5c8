import ConfigurationFiles
import Crypto
import Foundation
import HTTPTesting
import Host
import Testing
import TestSupport

@testable import HTTPAPI

@Suite struct SessionTests {
    @Test("The key of the cookies is kept where nobody else reads it, so that a restart signs nobody out")
    func key() async throws {
        try await APISite.with { site in
            let directory = site.live.current.configuration.host.dataDirectory
            _ = SessionKey.kept(in: directory) { Issue.record("\($0)") }
            let path = directory.appending(path: SessionKey.name).path
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
            let seals = (0..<2).map { _ in
                SessionSeal(key: SessionKey.kept(in: directory) { Issue.record("\($0)") })
            }
            let session = Session(id: "a", token: 1, begun: site.time.now, used: site.time.now)
            #expect(seals[1].open(try seals[0].seal(session)) == session)
        }
    }

    @Test("A changed cookie is none")
    func seal() throws {
        let seal = SessionSeal(key: .init(size: .bits256))
        let now = Date(timeIntervalSince1970: 1_800_000_000)
        let session = Session(id: "a", token: 1, begun: now, used: now)
        let value = try seal.seal(session)
        let bytes = try #require(Data(base64URL: value))
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 1
            #expect(seal.open(changed.base64URL) == nil)
        }
        #expect(SessionSeal(key: .init(size: .bits256)).open(value) == nil)
        #expect(
            !seal.isFormToken(
                seal.formToken(of: Session(id: "b", token: 1, begun: now, used: now)), of: session))
        let tokens = (0..<2).map { _ in seal.formToken(of: session) }
        for token in tokens { #expect(seal.isFormToken(token, of: session)) }
        // What a compressed page repeats could be guessed by its length.
        #expect(tokens[0] != tokens[1])
        #expect(!seal.isFormToken(Data(count: 64).base64URL, of: session))
        #expect(!seal.isFormToken("", of: session))
    }
}
