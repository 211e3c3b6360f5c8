import ConnectorKit
import Foundation
import Host
import Model
import Store
import Synchronization
import Testing
import TestSupport

/// Statistics that hang, flood, or never end.
@Suite struct StatisticsLimitTests {
    struct Place: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let told: Told
        let provider: @Sendable (Trap) -> LooseStatistics

        init(
            _ name: String, _ outcome: Run.Outcome, _ error: String,
            _ provider: @escaping @Sendable (Trap) -> LooseStatistics
        ) {
            testDescription = name
            told = Told(outcome, error)
            self.provider = provider
        }
    }

    private static func page(
        _ enrolments: [Enrolment] = [], refused: [RefusedItem] = [], rows: Int? = nil, next: String? = nil,
        total: Int? = nil
    ) -> EnrolmentPage {
        EnrolmentPage(
            enrolments: enrolments, refused: refused, rows: rows ?? enrolments.count, total: total,
            next: next.map { Checkpoint($0) })
    }

    static let places = [
        Place("a page, which awaits", .failed, "no progress for 120 s; given up") { trap in
            LooseStatistics(page: { _ throws(Failure) in
                await trap.keepTask()
                throw .fatal("let go")
            })
        },
        Place("a page, which keeps its thread", .failed, "no progress for 120 s; given up") { trap in
            LooseStatistics(page: { _ throws(Failure) in
                trap.keepThread()
                throw .fatal("let go")
            })
        },
        Place("whose accounts they are", .failed, "no progress for 120 s; given up") { trap in
            // A page of no rows is no progress, which could be noted only after the trap's time has passed.
            LooseStatistics(
                page: { _ throws(Failure) in Self.page([enrolment("a", 2, "u1", 1, 2)], rows: 0) },
                tell: { _ throws(Failure) in
                    trap.keepThread()
                    throw .fatal("let go")
                })
        },
        Place("empty pages without end", .failed, "no progress for 120 s; given up") { trap in
            let number = Mutex(0)
            return LooseStatistics(page: { _ throws(Failure) in
                trap.clock.tick(.seconds(1))
                let next = number.withLock {
                    $0 += 1
                    return $0
                }
                return Self.page(next: "\(next)")
            })
        },
        Place("rows without end", .incomplete, rowsWithoutEnd) { _ in
            let number = Mutex(0)
            return LooseStatistics(page: { _ throws(Failure) in
                let next = number.withLock {
                    $0 += 1
                    return $0
                }
                return Self.page(rows: 60_000, next: "\(next)", total: 1)
            })
        },
        Place(
            "a page of too many enrolments", .failed, "a page of 100001 items; 100000 at most were expected"
        ) { _ in
            let enrolments = [Enrolment](repeating: enrolment("a", 2, "u1", 1, 2), count: 100_001)
            return LooseStatistics(page: { _ throws(Failure) in Self.page(enrolments, rows: 1) })
        },
        Place("a page of too many bytes", .failed, "a page of 257 MiB; 256 MiB at most were expected") { _ in
            let refused = RefusedItem(id: "a", reason: String(repeating: "x", count: 1 << 20))
            return LooseStatistics(page: { _ throws(Failure) in
                Self.page(refused: [RefusedItem](repeating: refused, count: 257), rows: 1)
            })
        },
        Place("fewer rows than none", .failed, "a page states -1 rows; 0 to 100000 were expected") { _ in
            LooseStatistics(page: { _ throws(Failure) in Self.page(rows: -1) })
        },
        Place("a total below 0", .failed, "a page states a total of -5; no number below 0 was expected") {
            _ in LooseStatistics(page: { _ throws(Failure) in Self.page(total: -5) })
        },
        Place(
            "a checkpoint that is a book", .failed, "a checkpoint of 70000 bytes; 65536 at most were expected"
        ) { _ in
            LooseStatistics(page: { _ throws(Failure) in
                Self.page(next: String(repeating: "x", count: 70_000))
            })
        },
        Place("too many accounts", .failed, "a page of 100001 items; 100000 at most were expected") { _ in
            let account = LearnerAccount(id: "u1", email: "u1@example.com")
            return LooseStatistics(tell: { _ throws(Failure) in
                [LearnerAccount](repeating: account, count: 100_001)
            })
        },
        Place("a failure that is a book", .failed, String(repeating: "x", count: 2_000) + "…") { _ in
            LooseStatistics(page: { _ throws(Failure) in
                throw .fatal(String(repeating: "x", count: 1 << 20))
            })
        },
        Place("a failure that looks like an interruption", .failed, "interrupted") { _ in
            LooseStatistics(page: { _ throws(Failure) in throw .fatal("interrupted") })
        },
    ]

    private static let rowsWithoutEnd =
        "the listing goes on after 120000 rows, of 1 that were stated at first; given up"

    @Test(
        "statistics that hang, flood or never end are given up; the next connection and the next sync have their turn",
        arguments: places)
    func givenUp(_ place: Place) async throws {
        let trap = Trap(TickingClock())
        defer { trap.release() }
        let portal = StatsPortal()
        portal.enrol(enrolment("b", 2, "u2", 1, 2))
        let neighbours = try await Neighbours(place.provider(trap), beside: portal, clock: trap.clock)
        defer { neighbours.remove() }
        #expect(try await neighbours.syncStatistics() == [place.told, Told(.done)])
        #expect(try await neighbours.runs() == [place.told, Told(.done)])
        // Its lease is free again, though what it began is still there.
        #expect(try await neighbours.syncStatistics().count == 2)
    }
}
