import ConnectorKit
import Foundation
import Host
import Model
import Runtime
import Store
import Synchronization
import Testing
import TestSupport

/// Answers that are too large, make no sense, or never end.
@Suite struct EndlessTests {
    struct Answers: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let told: Told
        let page: @Sendable (_ call: Int) throws(Failure) -> CatalogAnswer

        init(
            _ name: String, _ outcome: Run.Outcome, _ error: String,
            page: @escaping @Sendable (_ call: Int) throws(Failure) -> CatalogAnswer
        ) {
            testDescription = name
            told = Told(outcome, error)
            self.page = page
        }
    }

    private static let megabyte = ArraySlice([UInt8](repeating: 32, count: 1 << 20))

    private static func page(
        _ items: [RawItem] = [], rows: Int? = nil, next: String? = "more", total: Int? = nil
    ) -> CatalogAnswer {
        .page(
            CatalogPage(
                items: items, rows: rows ?? items.count, next: next.map { Checkpoint($0) }, total: total,
                isLast: next == nil))
    }

    private static func item(_ id: Int) -> RawItem { RawItem(id: "\(id)", digest: 1, bytes: []) }

    static let answers = [
        Answers(
            "a page of too many items", .failed, "a page of 100001 items; 100000 at most were expected"
        ) { _ in page((0...100_000).map { item($0) }, rows: 1, next: nil) },
        Answers(
            "a page of too many deleted ids", .failed,
            "a page of 100001 items; 100000 at most were expected"
        ) { _ in
            .page(
                CatalogPage(
                    items: [], deleted: (0...100_000).map(String.init), rows: 1, next: nil, total: nil,
                    isLast: true))
        },
        Answers("a page of too many bytes", .failed, "a page of 257 MiB; 256 MiB at most were expected") {
            _ in
            page((0...256).map { RawItem(id: "\($0)", digest: 1, bytes: megabyte) }, next: nil)
        },
        Answers(
            "more rows than a number holds", .failed,
            "a page states \(Int.max) rows; 0 to 100000 were expected"
        ) {
            _ in page([item(1)], rows: .max)
        },
        Answers("fewer rows than none", .failed, "a page states -1 rows; 0 to 100000 were expected") { _ in
            page([item(1)], rows: -1)
        },
        Answers(
            "a total below 0", .failed, "a page states a total of -5; no number below 0 was expected"
        ) { _ in page([item(1)], next: nil, total: -5) },
        Answers(
            "a total that nothing reaches", .incomplete,
            "the provider ended the listing after 1 of \(Int.max) items"
        ) { _ in page([item(1)], next: nil, total: .max) },
        Answers(
            "a checkpoint that is a book", .failed, "a checkpoint of 70000 bytes; 65536 at most were expected"
        ) { _ in page([item(1)], next: String(repeating: "x", count: 70_000)) },
        Answers(
            "empty pages", .failed,
            "1000 empty pages in a row, none of them the last; rows or an end were expected"
        ) { call in page(next: "\(call)") },
        Answers(
            "the same page again and again", .incomplete,
            "10 pages in a row were those of earlier ones; other items or an end were expected"
        ) { _ in page([item(1), item(2)]) },
        Answers(
            "two pages in turn, by other checkpoints each time", .incomplete,
            "10 pages in a row were those of earlier ones; other items or an end were expected"
        ) { call in page([item(call % 2)], next: "\(call)") },
        Answers(
            "other pages than the total has", .incomplete,
            "the listing goes on after 11000 rows, of a stated total of 2; given up"
        ) { call in page([item(call)], rows: 1_000, total: 2) },
        Answers(
            "a total that grows with every page", .incomplete,
            "the listing goes on after 101000 rows, of 10 that were stated at first; given up"
        ) { call in page([item(call)], rows: 1_000, total: call == 1 ? 10 : call * 2_000) },
        Answers(
            "rows without end", .incomplete,
            "the listing goes on after 10100000 rows; 10000000 at most were expected"
        ) { call in page([item(call)], rows: 100_000) },
        Answers(
            "refusals of its own checkpoints", .failed,
            "the listing lost its place 4 times (never heard of it); given up"
        ) { _ in .checkpointRefused("never heard of it") },
        Answers(
            "that nothing has changed, though nothing is known", .failed,
            "the listing lost its place 4 times (an item has moved to a page that was not read); given up"
        ) { _ in .unchanged(rows: 1, next: Checkpoint("more"), total: nil) },
        Answers("a failure that looks like an interruption", .failed, "interrupted") {
            _ throws(Failure) in throw .fatal("interrupted")
        },
        Answers("a failure of one item", .failed, "item 7 is wrong") {
            _ throws(Failure) in throw .item("item 7 is wrong")
        },
        Answers("a failure that is a book", .failed, String(repeating: "x", count: 2_000) + "…") {
            _ throws(Failure) in throw .fatal(String(repeating: "x", count: 1 << 20))
        },
    ]

    @Test(
        "what no service would answer ends the run with what it was, and harms nobody else",
        arguments: answers
    )
    func answer(_ answers: Answers) async throws {
        let calls = Mutex(0)
        let neighbours = try await Neighbours(
            LooseProvider(page: { _, _ throws(Failure) in
                try answers.page(
                    calls.withLock {
                        $0 += 1
                        return $0
                    })
            }))
        defer { neighbours.remove() }
        #expect(try await neighbours.sync() == [answers.told.outcome, .done])
        #expect(try await neighbours.runs() == [answers.told, Told(.done)])
        #expect(try await neighbours.courses("loose") == [])
        #expect(try await neighbours.courses("demo") == ["1", "2", "3"])
    }

    @Test("an item whose fields are a book is skipped, and the others are taken")
    func fatItem() async throws {
        let neighbours = try await Neighbours(
            LooseProvider(rule: { object in
                if object.externalID == "1" { object.subjects = [String(repeating: "x", count: 1 << 20)] }
            }))
        defer { neighbours.remove() }
        #expect(try await neighbours.sync() == [.done, .done])
        let run = try #require(try await neighbours.host.store.runs().last)
        #expect(
            try await neighbours.host.store.skippedItems(of: run.id).map(\.reason)
                == ["the fields hold 1048591 bytes; 1048576 at most were expected"])
        #expect(try await neighbours.courses("loose") == ["2"])
    }

    @Test("a run that brings a row now and then ends after a day")
    func overdue() async throws {
        let clock = TickingClock()
        let neighbours = try await Neighbours(
            LooseProvider(page: { checkpoint, _ throws(Failure) in
                let number = (checkpoint.flatMap { Int($0.text) } ?? 0) + 1
                // Two pages may be on their way, and are to take less than the run is patient.
                clock.tick(.seconds(55))
                // A day and a page: nothing more comes until somebody has looked at the clock.
                if number > 1_571 { try? await Task.sleep(for: .seconds(3_600)) }
                return Self.page(rows: 1, next: "\(number)")
            }), clock: clock)
        defer { neighbours.remove() }
        #expect(try await neighbours.sync() == [.incomplete, .done])
        #expect(try await neighbours.runs().first == Told(.incomplete, "the run took 24 hours; given up"))
    }

    @Test("what comes while the time is being looked at ends no run")
    func late() async throws {
        let clock = ObservedClock()
        let watchdog = Watchdog(clock)
        let (events, event) = AsyncStream.makeStream(of: String.self)
        clock.onSleep { event.yield("patient") }
        // Whoever looks is held up between two looks for as long as a run is patient, while pages come.
        clock.onLook {
            for _ in 0..<2 {
                clock.tick(.seconds(100))
                watchdog.progressed()
            }
        }
        let first = await watchdog.watching({ _ in .fatal("given up") }) {
            _ = watchdog.onEnd { event.yield($0.message) }
            return await events.first { _ in true }
        }
        #expect(first == "patient")
    }
}

/// A clock that says when somebody looks at it or waits for it.
private final class ObservedClock: Clock, Sendable {
    private let clock = TickingClock()
    private let look = Mutex<(@Sendable () -> Void)?>(nil)
    private let sleep = Mutex<@Sendable () -> Void>({})

    var minimumResolution: Duration { clock.minimumResolution }

    var now: TestInstant {
        look.withLock { $0.take() }?()
        return clock.now
    }

    func tick(_ duration: Duration) { clock.tick(duration) }

    /// Calls a closure at the next look, once.
    func onLook(_ look: @escaping @Sendable () -> Void) { self.look.withLock { $0 = look } }

    func onSleep(_ sleep: @escaping @Sendable () -> Void) { self.sleep.withLock { $0 = sleep } }

    func sleep(until deadline: TestInstant, tolerance: Duration?) async throws {
        sleep.withLock(\.self)()
        try await clock.sleep(until: deadline, tolerance: tolerance)
    }
}
