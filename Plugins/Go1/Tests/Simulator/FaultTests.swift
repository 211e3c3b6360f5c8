import ConnectorKit
import Go1Simulator
import SimulatorSupport
import Synchronization
import Testing

@Suite struct FaultTests {
    /// Returns a portal whose next page has a fault.
    private static func faulty(_ fault: Fault, items: Int = 20) -> Go1Portal {
        var options = Go1Portal.Options()
        options.items = items
        options.faults = [.init(fault, .next(1))]
        return Go1Portal(options)
    }

    @Test(
        "an injected error has its status, its body, and a Retry-After for 429",
        arguments: [
            (429, "too_many_requests", "1"), (500, "internal_error", nil), (503, "internal_error", nil),
        ] as [(Int, String, String?)])
    func statuses(_ status: Int, _ code: String, _ retryAfter: String?) async throws {
        try await PortalSite.with(Self.faulty(.common(.status(status)))) { site async throws in
            let answer = try await site.get("/learning-objects")
            RefusedRequest("", status, code, "a fault on demand").check(answer)
            #expect(answer.header("Retry-After") == retryAfter)
            #expect(try await site.get("/learning-objects").status == 200)
        }
    }

    @Test("a token revoked during a listing is refused, and a new one works")
    func unauthorized() async throws {
        try await PortalSite.with(Self.faulty(.common(.status(401)))) { site async throws in
            let old = ["Authorization": "Bearer \(site.portal.issueToken())"]
            RefusedRequest("", 401, "unauthorized", "Invalid token")
                .check(try await site.get("/learning-objects", headers: old))
            #expect(try await site.get("/oauth/validate", headers: old).status == 401)
            #expect(try await site.get("/learning-objects").status == 200)
        }
    }

    @Test("a truncated body is reported as a broken transfer", arguments: PagingMode.allCases)
    func cut(_ mode: PagingMode) async throws {
        try await PortalSite.with(Self.faulty(.common(.cut))) { site async throws in
            await #expect {
                try await site.get(mode.path)
            } throws: { error in
                guard case Failure.transient(let message) = error else { return false }
                return message.contains("the answer was cut off after")
            }
            #expect(try await site.get(mode.path).status == 200)
        }
    }

    @Test("a reset before any response is reported as a reset", arguments: PagingMode.allCases)
    func reset(_ mode: PagingMode) async throws {
        try await PortalSite.with(Self.faulty(.reset)) { site async throws in
            await #expect {
                try await site.get(mode.path)
            } throws: { error in
                guard case Failure.transient(let message) = error else { return false }
                return message.hasSuffix("the connection was reset")
            }
            #expect(site.portal.requests.map(\.status) == [nil])
            #expect(site.portal.requests.map(\.fault) == [.reset])
            #expect(try await site.get(mode.path).status == 200)
        }
    }

    @Test("garbage is a complete response of 200 that is not JSON", arguments: PagingMode.allCases)
    func garbage(_ mode: PagingMode) async throws {
        try await PortalSite.with(Self.faulty(.common(.garbage))) { site async throws in
            let answer = try await site.get(mode.path)
            #expect(answer.status == 200)
            #expect(answer.header("Content-Type") == "application/json")
            #expect(answer.text.hasPrefix("{\"total\":"))
            #expect(answer.json == nil)
        }
    }

    @Test("a web page is sent as 200 and text/html", arguments: PagingMode.allCases)
    func html(_ mode: PagingMode) async throws {
        try await PortalSite.with(Self.faulty(.common(.html))) { site async throws in
            let answer = try await site.get(mode.path)
            #expect(answer.status == 200)
            #expect(answer.header("Content-Type") == "text/html; charset=utf-8")
            #expect(answer.text.hasPrefix("<!DOCTYPE html>"))
        }
    }

    @Test("an empty page states the total and has neither items nor cursor", arguments: PagingMode.allCases)
    func empty(_ mode: PagingMode) async throws {
        try await PortalSite.with(Self.faulty(.common(.empty))) { site async throws in
            let answer = try await site.get(
                "\(mode.path)?\(mode.library)\(mode.query(limit: 10, offset: 0, cursor: nil))")
            #expect(answer.text == #"{"total":20,"hits":[]}"#)
        }
    }

    @Test("a slow response has the configured delay and is complete")
    func slow() async throws {
        let pauses = Mutex<[Duration]>([])
        var options = Go1Portal.Options()
        options.faults = [.init(.common(.slow), .next(1))]
        options.slowness = .seconds(9)
        let portal = Go1Portal(options, pause: { duration in pauses.withLock { $0.append(duration) } })
        try await PortalSite.with(portal) { site async throws in
            #expect(try await site.get("/learning-objects").json?["hits"]?.list?.count == 20)
            #expect(try await site.get("/learning-objects").status == 200)
        }
        #expect(pauses.withLock { $0 } == [.seconds(9)])
    }

    @Test(
        "faults apply on their occasion, and only to pages",
        arguments: [
            ("500@page2", [200, 500, 200, 200, 200, 200]), ("500@next2", [500, 500, 200, 200, 200, 200]),
            ("500@every3", [200, 200, 500, 200, 200, 500]), ("500=1", [500, 500, 500, 500, 500, 500]),
            ("500=0", [200, 200, 200, 200, 200, 200]),
        ])
    func occasions(_ text: String, _ statuses: [Int]) async throws {
        var options = Go1Portal.Options()
        options.items = 100
        options.faults = [try FaultRule(text)]
        try await PortalSite.with(Go1Portal(options)) { site async throws in
            #expect(try await site.get("/oauth/validate").status == 200)
            let id = try #require(site.portal.libraryIDs.first)
            #expect(try await site.get("/v2/learning-objects/\(id)").status == 200)
            var found: [Int] = []
            for offset in [0, 10, 10, 20, 30, 40] {
                found.append(try await site.get("/v2/learning-objects?limit=10&offset=\(offset)").status)
            }
            #expect(found == statuses)
        }
    }

    @Test("faults by probability are the same for the same seed and have about the given frequency")
    func probability() async throws {
        func faulty(seed: UInt64) async throws -> [Bool] {
            var options = Go1Portal.Options()
            options.items = 5
            options.seed = seed
            options.faults = [.init(.common(.status(500)), .probability(0.25))]
            return try await PortalSite.with(Go1Portal(options)) { site async throws in
                for _ in 0..<120 { _ = try await site.get("/v2/learning-objects?limit=0") }
                return site.portal.requests.map { $0.fault != nil }
            }
        }
        let first = try await faulty(seed: 3)
        #expect(try await faulty(seed: 3) == first)
        #expect(try await faulty(seed: 4) != first)
        #expect((15...45).contains(first.count { $0 }))
    }

    @Test(
        "a malformed fault is rejected with what would be right",
        arguments: [
            (
                "429",
                "fault \"429\": a probability such as 429=0.05 or an occasion such as 429@page3 was expected"
            ),
            (
                "418=0.1",
                "fault \"418=0.1\": there is no fault \"418\"; there are 401, 429, 500, 502, 503, 504, "
                    + "cut, empty, garbage, html, reset, slow"
            ),
            ("cut=2", "fault \"cut=2\": \"2\" is no probability; a number from 0 to 1 was expected"),
            ("cut=", "fault \"cut=\": \"\" is no probability; a number from 0 to 1 was expected"),
            ("cut@3", "fault \"cut@3\": \"3\" is no occasion; page3, every10 or next2 were expected"),
            (
                "cut@page0",
                "fault \"cut@page0\": \"page0\" is no occasion; page3, every10 or next2 were expected"
            ),
            (
                "cut@every",
                "fault \"cut@every\": \"every\" is no occasion; page3, every10 or next2 were expected"
            ),
        ])
    func unreadable(_ text: String, _ message: String) {
        #expect {
            try FaultRule<Fault>(text)
        } throws: { error in
            "\(error)" == message
        }
    }
}
