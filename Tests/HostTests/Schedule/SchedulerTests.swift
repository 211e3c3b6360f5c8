import Foundation
import Host
import Model
import Store
import Synchronization
import Testing

@Suite struct SchedulerTests {
    private struct Trouble: Error {}

    private static let start = Date(timeIntervalSince1970: 1_768_435_200)  // 2026-01-15T00:00:00Z

    /// A connection that is due at the start, and at noon.
    private static func connection(_ number: Int64) -> ScheduledConnection {
        ScheduledConnection(
            id: ConnectionID(number), provider: "demo", groups: ["\(number)"],
            catalog: TimeOfDay("12:00").map { [$0] }, enabled: start)
    }

    /// What happened, as `minutes since the start: what`.
    private final class Diary: Sendable {
        private let lines = Mutex<[String]>([])
        let simulation = Simulation(from: SchedulerTests.start)

        func write(_ text: String) {
            let minutes = Int(simulation.now.timeIntervalSince(SchedulerTests.start) / 60)
            lines.withLock { $0.append("\(minutes): \(text)") }
        }
        var all: [String] { lines.withLock { $0 } }
    }

    private func live(
        _ diary: Diary, hours: Double, connections: [ScheduledConnection] = [connection(1)],
        timetable: (@Sendable () throws -> Void)? = nil, at halves: (@Sendable (Scheduler) -> Void)? = nil,
        perform: @escaping @Sendable (Int) async throws -> Run.Outcome
    ) {
        let count = Mutex(0)
        let simulation = diary.simulation
        let scheduler = Scheduler(
            clock: simulation.clock, now: { simulation.now },
            timetable: {
                try timetable?()
                return Timetable(connections, in: .gmt)
            },
            perform: { _, _ in
                try await perform(
                    count.withLock {
                        $0 += 1
                        return $0
                    })
            },
            tell: { news in
                switch news {
                case .began(let work, let connection): diary.write("\(work) of \(connection.groups[0]) began")
                case .ended(_, let connection, let outcome):
                    diary.write("\(connection.groups[0]) \(outcome)")
                case .failed(_, let connection, _): diary.write("\(connection.groups[0]) failed")
                case .unknown: diary.write("unknown")
                }
            })
        let host = Task(executorPreference: simulation) { await scheduler.run() }
        if let halves {
            simulation.run(until: Self.start + hours * 1_800)
            halves(scheduler)
        }
        simulation.run(until: Self.start + hours * 3_600)
        host.cancel()
        simulation.settle()
    }

    @Test("What fails before it is recorded is tried again after a minute, and not sooner")
    func failure() {
        let diary = Diary()
        live(diary, hours: 13) { number in
            if number < 3 { throw Trouble() }
            return .done
        }
        let expected = [
            "0: catalog of 1 began", "0: 1 failed", "1: catalog of 1 began", "1: 1 failed",
            "2: catalog of 1 began", "2: 1 done", "720: catalog of 1 began", "720: 1 done",
        ]
        #expect(diary.all == expected)
    }

    @Test(
        "A run that somebody stopped is not begun again before its next time",
        arguments: [Run.Outcome.interrupted, .failed])
    func stopped(_ outcome: Run.Outcome) {
        let diary = Diary()
        live(diary, hours: 13) { _ in outcome }
        #expect(
            diary.all == [
                "0: catalog of 1 began", "0: 1 \(outcome)", "720: catalog of 1 began", "720: 1 \(outcome)",
            ])
    }

    @Test("A timetable that cannot be read is asked for again, and nothing is lost")
    func unreadable() {
        let diary = Diary()
        let asked = Mutex(0)
        live(
            diary, hours: 1,
            timetable: {
                if asked.withLock({
                    $0 += 1
                    return $0
                }) < 3 {
                    throw Trouble()
                }
            }, perform: { _ in .done })
        #expect(diary.all == ["0: unknown", "1: unknown", "2: catalog of 1 began", "2: 1 done"])
    }

    @Test("Four connections run at once, and the next begins when one of them is done")
    func width() {
        let diary = Diary()
        let clock = diary.simulation.clock
        live(diary, hours: 1, connections: (1...6).map(Self.connection)) { number in
            try await clock.sleep(for: .seconds(number == 2 ? 60 : 600))
            return .done
        }
        let expected =
            (1...4).map { "0: catalog of \($0) began" } + [
                "1: 2 done", "1: catalog of 5 began", "10: 1 done", "10: catalog of 6 began", "10: 3 done",
                "10: 4 done", "11: 5 done", "20: 6 done",
            ]
        #expect(diary.all == expected)
    }

    @Test("Work that is asked for meanwhile is begun at once where somebody says so")
    func look() {
        let diary = Diary()
        let isAllowed = Mutex(false)
        struct NotYet: Error {}
        live(
            diary, hours: 1,
            timetable: { if !isAllowed.withLock({ $0 }) { throw NotYet() } },
            at: { scheduler in
                isAllowed.withLock { $0 = true }
                scheduler.look()
                diary.simulation.settle()
                diary.write("looked")
            }, perform: { _ in .done })
        #expect(diary.all.suffix(3) == ["30: catalog of 1 began", "30: 1 done", "30: looked"])
    }

    @Test("A scheduler that is cancelled ends when its runs have stopped")
    func cancelled() {
        let diary = Diary()
        let clock = diary.simulation.clock
        live(diary, hours: 1) { _ in
            try? await clock.sleep(for: .seconds(86_400))
            diary.write("cleaned up")
            return .interrupted
        }
        #expect(diary.all == ["0: catalog of 1 began", "60: cleaned up", "60: 1 interrupted"])
    }
}
