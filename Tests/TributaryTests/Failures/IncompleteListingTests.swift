import ConnectorKit
import Foundation
import Go1Simulator
import SimulatorSupport
import Synchronization
import Testing
import TestSupport

/// Answers that are not what they should be: the state is right in the end, or nothing was archived.
@Suite struct IncompleteListingTests {
    /// A portal whose pages are small, so that there are some.
    private static func with(
        items: Int = 200, pause: (@Sendable (Duration) async throws -> Void)? = nil,
        now: @escaping @Sendable () -> Date = { Date() },
        _ body: @escaping @Sendable (Sandbox) async throws -> Void
    ) async throws {
        let portal = Sandbox.portal(items: items, now: now, pause: pause)
        try await Sandbox.with(portal) { sandbox in
            var group = Sandbox.Group()
            group.settings["page_size"] = "20"
            try sandbox.write(group)
            try await body(sandbox)
        }
    }

    /// Faults that never go away, and what the run says; `N` stands for numbers that depend on the page.
    static let lasting: [(fault: String, outcome: String, message: String)] = [
        ("empty=1", "incomplete", "the provider ended the listing after 0 of N items"),
        (
            "html=1", "failed",
            "GET {url}/learning-objects, page 1: the answer is an HTML page, not JSON"
        ),
        (
            "garbage=1", "failed",
            "GET {url}/learning-objects, page 1: line 1, column N: expected a quotation mark to end the text, found the end"
        ),
        (
            "401=1", "failed",
            "GET {url}/learning-objects: the service refused the access token (401), and a new one too; "
                + "are the credentials those of this service, and do they grant access to it?"
        ),
        (
            "500=1", "failed",
            "GET {url}/learning-objects: the service answered 500 at each of 5 attempts; run it again later"
        ),
        (
            "429=1", "rate_limited",
            "GET {url}/learning-objects: the service asked to slow down (429) at each of 5 attempts; "
                + "run it again later"
        ),
        (
            "reset=1", "failed",
            "GET {url}/learning-objects: the connection was reset (5 attempts)"
        ),
        (
            "cut=1", "failed",
            "GET {url}/learning-objects: the answer was cut off after N bytes (5 attempts)"
        ),
    ]

    @Test("a portal that never answers rightly is a clear failure that archives nothing", arguments: lasting)
    func lastingFault(fault: String, outcome: String, message: String) async throws {
        try await Self.with { sandbox in
            try await sandbox.sync()
            let before = try await sandbox.contents()
            let lost = try #require(sandbox.portal.expectedIDs().first.flatMap(Int.init))
            sandbox.portal.delete(lost)
            sandbox.portal.setFaults([try FaultRule(fault)])
            let done = try await sandbox.run("sync", "catalog", "--format", "ndjson")
            #expect(done.status == 1)
            let text = message.replacing("{url}", with: sandbox.url)
            // A page that is none was received; it is asked for again, and each time that is said.
            let again = ["html=1", "garbage=1"].contains(fault) ? 3 : 0
            let notes = String(repeating: "go1 for Sales Academy: asking again: \(text)\n", count: again)
            #expect(Self.numberless(done.errors) == notes + "tributary: go1 for Sales Academy: \(text)\n")
            let run = try #require(try done.records(RunRecord.self).first)
            #expect(run.outcome == outcome)
            #expect(run.error.map(Self.numberless) == text)
            #expect(run.archived == 0)
            #expect(try await sandbox.contents() == before)

            sandbox.portal.setFaults([])
            #expect(try await sandbox.sync().map(\.archived) == [1])
        }
    }

    private static func numberless(_ text: String) -> String {
        text.replacing(/(column|after|of) \d+(?= items| bytes|:)/) { "\($0.1) N" }
    }

    @Test(
        "a listing that ends early archives nothing for absence, and keeps what it read",
        arguments: ["2025-01-01", "2022-07-01"])
    func endsEarly(generation: String) async throws {
        try await Self.with { sandbox in
            var group = Sandbox.Group()
            group.settings = ["page_size": "20", "api_version": "\"\(generation)\""]
            try sandbox.write(group)
            try await sandbox.sync()
            let before = try await sandbox.courses()
            let portal = sandbox.portal
            let ids = portal.expectedIDs()
            // One that the listing would have shown last is gone, and one that it shows first is changed.
            portal.delete(try #require(ids.last.flatMap(Int.init)))
            portal.update(try #require(ids.first.flatMap(Int.init))) { $0.title = "Another title" }
            portal.setFaults([FaultRule(.common(.empty), .page(4))])
            let run = try #require(try await sandbox.sync(status: 1).first)
            #expect(run.outcome == "incomplete")
            #expect(run.seen == 60)
            #expect(run.error == "the provider ended the listing after 60 of \(portal.listedCount) items")
            #expect(run.archived == 0)
            let after = try await sandbox.courses()
            #expect(after.map(\.archived) == before.map(\.archived))
            #expect(after.contains { $0.name == "Another title" } || run.updated == 0)
            #expect(try await sandbox.sync().map(\.archived) == [1])
            #expect(
                try await sandbox.courses().filter { !$0.archived }.map(\.externalId) == portal.expectedIDs())
        }
    }

    /// Faults that pass, with what they strike.
    static let passing = [
        ["401@page3"], ["500@page2", "503@page3", "502@page5"], ["cut@page2", "cut@page4"], ["garbage@page3"],
        ["html@page1", "html@page4"], ["reset@page2", "reset@page6"],
        ["429=0.05", "500=0.1", "cut=0.1", "garbage=0.1", "html=0.1", "reset=0.1", "401=0.05"],
    ]

    @Test("a portal that answers with faults all the time still ends in the right state", arguments: passing)
    func passingFaults(faults: [String]) async throws {
        try await Self.with { sandbox in
            sandbox.portal.setFaults(try faults.map { try FaultRule($0) })
            let runs = try await sandbox.sync()
            #expect(sandbox.portal.requests.contains { $0.fault != nil })
            #expect(runs.map(\.outcome) == ["done"])
            #expect(runs.map(\.archived) == [0])
            #expect(try await sandbox.courses().map(\.externalId) == sandbox.portal.expectedIDs())
        }
    }

    @Test("a token that is revoked half-way is renewed once, and the listing goes on where it was")
    func revokedToken() async throws {
        try await Self.with { sandbox in
            sandbox.portal.setFaults([FaultRule(.common(.status(401)), .page(3))])
            try await sandbox.sync()
            let requests = sandbox.portal.requests
            // What comes after the listing is asked for with a token of its own.
            let listing = requests[...(requests.lastIndex { $0.path == "/learning-objects" } ?? 0)]
            #expect(listing.count { $0.path == "/oauth/token" } == 2)
            #expect(requests.count { $0.status == 401 } == 1)
            #expect(try await sandbox.courses().map(\.externalId) == sandbox.portal.expectedIDs())
        }
    }

    @Test("a cursor that expires half-way sends the listing to its beginning, and says so")
    func expiredCursor() async throws {
        let gate = Gate()
        let late = Mutex(false)
        let start = Date()
        try await Self.with(
            pause: { _ in await gate.pass() },
            now: { start.addingTimeInterval(late.withLock(\.self) ? 301 : 0) }
        ) { sandbox in
            defer { gate.open() }
            sandbox.portal.setFaults([FaultRule(.common(.slow), .page(3))])
            let running = try sandbox.start(["sync", "catalog", "--format", "ndjson"])
            await eventually("the third page is asked for") { gate.arrivals == 1 }
            late.withLock { $0 = true }
            gate.open()
            let done = await running.finished()
            #expect(done.status == 0)
            #expect(
                done.errors == """
                    go1 for Sales Academy: the listing begins again: GET \(sandbox.url)/learning-objects, page 3: \
                    HTTP 404, "the scroll id has expired: it is valid for 5 minutes"

                    """)
            #expect(try done.records(RunRecord.self).map(\.seen) == [sandbox.portal.listedCount])
            #expect(try await sandbox.courses().map(\.externalId) == sandbox.portal.expectedIDs())
        }
    }

    @Test("a listing that would archive more than half is held, until --accept-shrink")
    func shrink() async throws {
        try await Self.with(items: 60) { sandbox in
            try await sandbox.sync()
            let before = try await sandbox.contents()
            let portal = sandbox.portal
            let lost = portal.expectedIDs().prefix(before.count / 2 + 1)
            for id in lost.compactMap(Int.init) { portal.delete(id) }
            let text =
                "held: the listing would archive \(lost.count) courses, more than half of what is active; "
                + "look, then accept with --accept-shrink"
            for _ in 1...2 {
                let done = try await sandbox.run("sync", "catalog", "--format", "ndjson")
                #expect(done.status == 1)
                #expect(done.errors == "tributary: go1 for Sales Academy: \(text)\n")
                let run = try #require(try done.records(RunRecord.self).first)
                #expect(run.outcome == "held")
                #expect(run.archived == 0)
                #expect(try await sandbox.contents() == before)
            }
            let accepted = try await sandbox.sync("--accept-shrink")
            #expect(accepted.map(\.archived) == [lost.count])
            #expect(
                try await sandbox.courses().filter { !$0.archived }.map(\.externalId) == portal.expectedIDs())
        }
    }
}

extension Go1Portal {
    /// How many rows a listing of the taken types has, bad items included.
    fileprivate var listedCount: Int {
        let taken = ["course", "document", "interactive", "text", "video", "link", "audio"]
        return libraryIDs.compactMap { item($0) }.count { taken.contains($0.type) }
    }
}
