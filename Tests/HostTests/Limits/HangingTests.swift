import ConnectorKit
import Foundation
import Host
import Model
import Runtime
import Store
import Synchronization
import Testing
import TestSupport

/// Code of a provider that never comes back.
@Suite struct HangingTests {
    struct Place: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var outcome = Run.Outcome.failed
        let error: String
        let provider: @Sendable (Trap) -> LooseProvider
    }

    static let places = [
        Place(testDescription: "a page, which awaits", error: "no progress for 120 s; given up") { trap in
            LooseProvider(page: { _, _ throws(Failure) in
                await trap.keepTask()
                throw .fatal("let go")
            })
        },
        Place(testDescription: "a page, which keeps its thread", error: "no progress for 120 s; given up") {
            trap in
            LooseProvider(page: { _, _ throws(Failure) in
                trap.keepThread()
                throw .fatal("let go")
            })
        },
        Place(
            testDescription: "the second page", outcome: .incomplete,
            error: "no progress for 120 s; given up"
        ) { trap in
            LooseProvider(page: { checkpoint, _ throws(Failure) in
                if checkpoint == nil { return ScriptedProvider.page([1, 2], next: "p2", total: 4) }
                await trap.waitForPage()
                trap.keepThread()
                throw .fatal("let go")
            })
        },
        Place(testDescription: "the token", error: "no progress for 120 s; given up") { trap in
            LooseProvider(
                token: {
                    trap.keepThread()
                    return nil
                },
                page: { _, connection throws(Failure) in
                    _ = try await connection.client.send(HTTPRequest(.get, "https://service.example/"))
                    throw .fatal("let go")
                })
        },
        Place(
            testDescription: "its declarations",
            error:
                "no progress for 120 s; given up: the provider has not come back from its declarations"
        ) { trap in LooseProvider(declare: { trap.keepThread() }) },
        Place(
            testDescription: "reading an item",
            error: "no progress for 120 s; given up: the provider has not come back from mapping a page"
        ) { trap in LooseProvider(read: { trap.keepThread() }) },
        Place(
            testDescription: "a rule of the mapping",
            error: "no progress for 120 s; given up: the provider has not come back from mapping a page"
        ) { trap in LooseProvider(rule: { _ in trap.keepThread() }) },
    ]

    @Test(
        "a provider that never comes back is given up; the next connection and the next sync have their turn",
        arguments: places)
    func hanging(_ place: Place) async throws {
        let trap = Trap(TickingClock())
        defer { trap.release() }
        try await hang(place, trap)
    }

    private func hang(_ place: Place, _ trap: Trap) async throws {
        let neighbours = try await Neighbours(place.provider(trap), clock: trap.clock)
        defer { neighbours.remove() }
        #expect(try await neighbours.sync(trap.pageWasTaken) == [place.outcome, .done])
        #expect(try await neighbours.runs() == [Told(place.outcome, place.error), Told(.done)])
        #expect(try await neighbours.courses("demo") == ["1", "2", "3"])
        // Its lease is free again, though what it began is still there.
        #expect(try await neighbours.sync(trap.pageWasTaken) == [place.outcome, .done])
    }

    @Test("a provider that does not come back from `check --online` is given up")
    func verify() async throws {
        let clock = TickingClock()
        let trap = Trap(clock)
        defer { trap.release() }
        let neighbours = try await Neighbours(
            LooseProvider(check: { _ in trap.keepThread() }), clock: clock)
        defer { neighbours.remove() }
        let loose = try #require(neighbours.loose)
        await #expect(
            throws: Failure.transient(
                "no answer for 120 s; given up: the provider has not come back from asking the service")
        ) { try await loose.verify(over: neighbours.environment) }
    }

    @Test("what is left behind of a run that was given up reaches the network no more")
    func leftBehind() async throws {
        let clock = TickingClock()
        let trap = Trap(clock)
        defer { trap.release() }
        let (answers, answered) = AsyncStream.makeStream(of: Result<HTTPResponse, Failure>.self)
        let network = CountingNetwork()
        let neighbours = try await Neighbours(
            LooseProvider(page: { _, connection throws(Failure) in
                await trap.keepTask()
                // A task of its own is not cancelled with the run.
                Task.detached {
                    do throws(Failure) {
                        let request = HTTPRequest(.get, "https://service.example/", authorized: false)
                        answered.yield(.success(try await connection.client.send(request)))
                    } catch { answered.yield(.failure(error)) }
                }
                throw .fatal("let go")
            }), clock: clock, network: network)
        defer { neighbours.remove() }
        #expect(try await neighbours.sync() == [.failed, .done])
        trap.release()
        let answer = await answers.first { _ in true }
        #expect(throws: Failure.fatal("the run this request belongs to is over")) { try answer?.get() }
        #expect(network.count == 0)
    }
}

/// Answers everything, and counts it.
final class CountingNetwork: HTTPClient {
    private let requests = Mutex(0)
    let status: Int

    init(status: Int = 200) { self.status = status }

    var count: Int { requests.withLock { $0 } }

    func send(_ request: HTTPRequest) async throws(Failure) -> HTTPResponse {
        requests.withLock { $0 += 1 }
        return HTTPResponse(status: status)
    }
}
