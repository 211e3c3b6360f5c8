import ConnectorKit
import Foundation
import Model
import Runtime
import Store
import TestSupport
import Testing

@testable import Console
@testable import Host

@Suite struct RetiringPageTests {
    @Test("A retiring course is replaced in its paths by a suggestion that its group has, in one step")
    func replace() async throws {
        try await ConsoleSite.with { site in
            let store = site.live.current.store
            let connection = try #require(try await store.connections().first)
            let date = try #require(Timestamp.date("2031-01-01T00:00:00Z"))
            try await store.setAlternatives(
                ["2", "99"], to: "6", retiresAt: date, of: connection, at: site.time.now)
            let (old, new) = (try await site.course("6"), try await site.course("2"))
            let path = try #require(try await store.addPath(named: "Start"))
            _ = try await store.place(old, inPath: path.id, at: nil)
            let visitor = try await site.visitor()
            let page = try await visitor.get("/retiring")
            #expect(page.plain.contains("Sécurité au travail active in Group all"))
            #expect(page.plain.contains("99 no group has it"))
            #expect(page.plain.contains("Group all : In paths Start"))
            #expect(page.changingForms == ["/groups/all/courses/\(old)/replace"])
            #expect(try await site.visitor("guest").get("/retiring").changingForms == [])

            let done = try await visitor.done(
                "/groups/all/courses/\(old)/replace", [("by", "\(new)")])
            #expect(done.text(ofClass: "note") == "It took its place in 1 path.")
            #expect(try await store.courses(ofPath: path.id).map(\.id) == [new])
            let same = try await visitor.post("/groups/all/courses/\(old)/replace", [("by", "\(old)")])
            #expect(same.text(ofClass: "error") == "by: another course was expected")
        }
    }

    @Test("What is past its date and still there is shown apart")
    func past() async throws {
        try await ConsoleSite.with { site in
            let visitor = try await site.visitor()
            #expect(try await visitor.get("/retiring").plain.contains("Old rules"))
            #expect(try await visitor.get("/retiring?past=true").plain.contains("Nothing is past its date."))
            let later = try #require(Timestamp.date("2031-01-02T00:00:00Z"))
            site.time.pass(later.timeIntervalSince(site.time.now))
            let again = try await site.visitor()
            #expect(try await again.get("/retiring").plain.contains("Nothing is about to retire."))
            #expect(try await again.get("/retiring?past=true").plain.contains("Old rules"))
        }
    }
}
