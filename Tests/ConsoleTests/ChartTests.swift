import Foundation
import Host
import Model
import Store
import Testing

@testable import Console

@Suite struct ChartTests {
    static let tops: [(value: Int, top: Int)] = [
        (0, 4), (1, 4), (4, 4), (5, 8), (9, 12), (13, 20), (21, 32), (33, 40), (68, 80), (121, 200),
        (999, 1200),
        (320_001, 400_000),
    ]

    @Test("The axis ends at a round number that four lines divide", arguments: tops)
    func axis(_ value: Int, _ top: Int) {
        #expect(BarChart.roundUp(value) == top)
        #expect(top % 4 == 0)
    }

    @Test("Bars are as tall as their values, and stand on the same line")
    func bars() {
        let chart = BarChart(bars: [("2026-10", 0), ("2026-11", 2), ("2026-12", 4)]).record
        let bars = chart["bars"].elements
        #expect(bars.map { $0["height"].plain } == ["0.0", "92.0", "184.0"])
        let ends = bars.compactMap { bar in
            Double(bar["y"].plain).flatMap { y in Double(bar["height"].plain).map { y + $0 } }
        }
        #expect(ends == [194, 194, 194])
        #expect(chart["axis"].elements.map { $0["value"].plain } == ["0", "1", "2", "3", "4"])
        #expect(bars.map { $0["value"].plain } == ["0", "2", "4"])
    }

    @Test("Shares are in proportion, and nothing is drawn of nothing")
    func split() {
        let parts = SplitChart(parts: [("done", 3), ("open", 1)]).record["parts"].elements
        #expect(parts.map { $0["width"].plain } == ["540.0", "180.0"])
        #expect(parts.map { $0["x"].plain } == ["0.0", "540.0"])
        #expect(parts.map { $0["share"].plain } == ["75", "25"])
        let none = SplitChart(parts: [("done", 0), ("open", 0)]).record["parts"].elements
        #expect(none.map { $0["width"].plain } == ["0.0", "0.0"])
    }

    @Test("Months without completions are months all the same, and only the last 36 are shown")
    func months() {
        let months = StatisticsPage.months([
            ("2020-01", 9),
            ("2025-11", 1),
            ("2026-02", 2),
        ])
        #expect(months.count == 36)
        #expect(months.first?.month == "2023-03")
        #expect(
            months.suffix(4).map { "\($0.month) \($0.completed)" } == [
                "2025-11 1", "2025-12 0", "2026-01 0", "2026-02 2",
            ])
        #expect(StatisticsPage.months([]).isEmpty)
    }

    @Test("Statistics count attempts by month, course, learner and group")
    func page() async throws {
        try await ConsoleSite.with { site in
            let visitor = try await site.visitor()
            let page = try await visitor.get("/statistics")
            #expect(
                page.plain.contains(
                    "Learners 2 Courses 4 Attempts 6 Completed 4 Passed 4 Failed 0 Hours 0"))
            #expect(page.plain.contains("completed: 4 (67%) in progress: 2 (33%)"))
            #expect(page.plain.contains("Month (UTC) Completed Sep 2026 4"))
            let narrow = try await visitor.get("/statistics?group=english&user=ann@example.com")
            #expect(narrow.plain.contains("Attempts 3 Completed 2"))
            #expect(narrow.plain.contains("ann@example.com Courses 4 Attempts 4"))
            let nobody = try await visitor.get("/statistics?user=nobody@example.com")
            #expect(nobody.plain.contains("There are no attempts of this learner."))
        }
    }
}
